package io.calotype.cli.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.calotype.media.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The resumable uploads that earlier runs have not completed: a file each, in a folder that only
/// the user may read.
///
/// A file `<32 hexadecimal digits>` has the id of an upload at the server, which allows to continue
/// it where a server has no keys. Its name follows from the server, the bytes of the file and all
/// options: another file or other options begin anew, and a renamed folder does not.
///
/// A run holds a lock on the files that it uses. A second run begins uploads of its own, because
/// the server lets only one request at a time send bytes of an upload.
///
/// A folder that cannot be written is no failure: each upload then begins anew.
public final class UnfinishedUploads {
  /// The server removes uploads after this time (docs/api.md).
  private static final Duration LIFE = Duration.ofDays(1);

  private static final int MAX_FILES = 1000;
  private static final int DIGITS = 32;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");
  private static final int MAX_BYTES = 256;
  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private final Path folder;

  private UnfinishedUploads(Path folder) {
    this.folder = folder;
  }

  /// The uploads in `folder`, which is created when it is needed. Deletes its files that are of no
  /// use at `now`: those of expired uploads, and the oldest beyond 1000.
  public static UnfinishedUploads in(Path folder, Instant now) {
    UnfinishedUploads uploads = new UnfinishedUploads(folder);
    if (Files.isDirectory(folder)) {
      uploads.tidy(now);
    }
    return uploads;
  }

  /// The folder of the user: `calotype/uploads` in `XDG_STATE_HOME`, by default in `~/.local/state`
  /// (XDG Base Directory Specification).
  public static Path folderOf(Map<String, String> environment, Path home) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base = state.startsWith("/") ? Path.of(state) : home.resolve(".local/state");
    return base.resolve("calotype/uploads");
  }

  /// Whether a later run can continue the uploads of this one. Creates the folder.
  public boolean usable() {
    try {
      return Files.isWritable(created(folder));
    } catch (IOException unusable) {
      return false;
    }
  }

  private static Path created(Path folder) throws IOException {
    try {
      return Files.createDirectories(folder, mode("rwx------"));
    } catch (UnsupportedOperationException noModes) {
      throw new IOException("the file system has no modes", noModes);
    }
  }

  private void tidy(Instant now) {
    FileTime expired = FileTime.from(now.minus(LIFE));
    try (Stream<Path> all = Files.list(folder)) {
      List<Kept> files =
          all.filter(UnfinishedUploads::ours).map(Kept::of).sorted(Kept.NEWEST_FIRST).toList();
      for (int i = 0; i < files.size(); i++) {
        if (i >= MAX_FILES || files.get(i).time.compareTo(expired) <= 0) {
          Files.deleteIfExists(files.get(i).file);
        }
      }
    } catch (IOException | UncheckedIOException unreadable) {
      // a later run deletes them
    }
  }

  private static boolean ours(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  /// A file of the folder, and when its upload was begun.
  private record Kept(Path file, FileTime time) {
    static final Comparator<Kept> NEWEST_FIRST = Comparator.comparing(Kept::time).reversed();

    static Kept of(Path file) {
      try {
        return new Kept(file, Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
      } catch (IOException deleted) { // by another run
        return new Kept(file, FileTime.from(Instant.EPOCH));
      }
    }
  }

  /// The place of one upload.
  ///
  /// @param parts all that the upload depends on
  Entry entry(String... parts) {
    String name = Sha256.ofText(String.join("\n", parts)).hex().substring(0, DIGITS);
    return new Entry(folder, name);
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  /// The place of one upload. Failures of the file system are those of [UnfinishedUploads].
  static final class Entry implements AutoCloseable {
    private final Path file;
    private final @Nullable FileChannel channel;
    private @Nullable String id;

    private Entry(Path folder, String name) {
      this.file = folder.resolve(name);
      this.channel = locked(folder, file);
      this.id = channel == null ? null : read(channel);
    }

    private static @Nullable FileChannel locked(Path folder, Path file) {
      try {
        created(folder);
        FileChannel channel = FileChannel.open(file, OPTIONS, mode("rw-------"));
        if (lock(channel)) {
          return channel;
        }
        channel.close();
      } catch (IOException unusable) {
        // the upload begins anew
      }
      return null;
    }

    private static boolean lock(FileChannel channel) throws IOException {
      try {
        return channel.tryLock() != null;
      } catch (OverlappingFileLockException here) {
        return false; // another thread of this run
      }
    }

    private static @Nullable String read(FileChannel channel) {
      try {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
        channel.read(bytes, 0);
        String text = US_ASCII.decode(bytes.flip()).toString().strip();
        return TusCalls.isId(text) ? text : null;
      } catch (IOException unreadable) {
        return null;
      }
    }

    /// The id of the upload that an earlier run has begun.
    Optional<String> id() {
      return Optional.ofNullable(id);
    }

    /// Keeps the id of an upload for a later run.
    void keep(String begun) {
      id = begun;
      write(begun + "\n");
    }

    /// Forgets the upload.
    void forget() {
      id = null;
      write("");
    }

    private void write(String text) {
      if (channel == null) {
        return;
      }
      try {
        channel.truncate(0);
        channel.write(US_ASCII.encode(text), 0);
      } catch (IOException full) {
        // the upload begins anew
      }
    }

    /// Returns the place. It is empty if no upload is unfinished.
    @Override
    public void close() {
      if (channel == null) {
        return;
      }
      try (channel) {
        if (id == null) {
          Files.deleteIfExists(file);
        }
      } catch (IOException left) {
        // a later run deletes it
      }
    }
  }
}
