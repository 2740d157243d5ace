package io.calotype.originals.files;

import io.calotype.disk.PrivateFiles;
import io.calotype.originals.BlobKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The identity of the data in one data folder. The file `dataset` in the folder contains it in one
/// line, so that it moves with the folder and with its backups.
///
/// @param id a UUID
/// @param created whether this start has created it
public record DataSet(String id, boolean created) {
  private static final String FILE = "dataset";

  /// Returns the identity of the data folder `root`. At the first start it is a new one, or that in
  /// a marker of [BlobFolders] if there is one; [#keep] records it once the folders are complete.
  ///
  /// Errors: an `IOException` if the file cannot be used.
  public static DataSet of(Path root) throws IOException {
    Path file = root.resolve(FILE);
    try {
      return new DataSet(parsed(file, Files.readString(file).strip()), false);
    } catch (NoSuchFileException first) {
      return new DataSet(marked(root).orElseGet(() -> UUID.randomUUID().toString()), true);
    }
  }

  /// Records the identity in the data folder `root`, if it is new.
  void keep(Path root) throws IOException {
    if (created) {
      write(root, root.resolve(FILE), id);
    }
  }

  private static Optional<String> marked(Path root) throws IOException {
    for (BlobKind kind : BlobKind.values()) {
      Path marker = BlobFolders.top(root, kind).resolve(BlobFolders.MARKER);
      String text = Files.exists(marker) ? Files.readString(marker).strip() : "";
      if (!text.isEmpty()) { // a crash may leave an empty one
        return Optional.of(parsed(marker, text));
      }
    }
    return Optional.empty();
  }

  private static String parsed(Path file, String text) throws IOException {
    try {
      return UUID.fromString(text).toString();
    } catch (IllegalArgumentException damaged) {
      throw new IOException(
          file + " does not contain the identity of a data set; restore it from a backup");
    }
  }

  private static void write(Path root, Path file, String id) throws IOException {
    Path draft = root.resolve(FILE + ".new");
    Files.deleteIfExists(draft);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = PrivateFiles.open(draft, options)) {
      channel.write(ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The identity as a catalog records it: `files:<id>`.
  public String name() {
    return "files:" + id;
  }
}
