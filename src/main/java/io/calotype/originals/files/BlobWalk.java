package io.calotype.originals.files;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.MediaException;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Visits the files in two levels of folders, `ab/cd`. A folder or file that cannot be read is
/// counted, logged and skipped; the others are visited.
///
/// Used on one thread at a time: each folder is one operation of `disk`.
final class BlobWalk {
  private static final int SHARD_LEVELS = 2;
  private static final int NAMED = 100;

  private final BlobFolders folders;
  private final DiskThreads disk;
  private final Instant young;
  private final Consumer<BlobStore.StoredBlob> visitor;
  private int unreadable;

  /// @param folders the folders of blobs
  /// @param young only files that were written before this time are visited
  BlobWalk(
      BlobFolders folders,
      DiskThreads disk,
      Instant young,
      Consumer<BlobStore.StoredBlob> visitor) {
    this.folders = folders;
    this.disk = disk;
    this.young = young;
    this.visitor = visitor;
  }

  /// Visits the blobs of `kind` below `top`; none if it does not exist.
  void visit(Path top, BlobKind kind) {
    visit(top, kind, SHARD_LEVELS);
  }

  /// The number of folders and files that could not be read.
  int unreadable() {
    return unreadable;
  }

  private void visit(Path folder, BlobKind kind, int levels) {
    Entries entries = read(folder, kind, levels);
    entries.faults.forEach(this::note);
    entries.files.forEach(visitor);
    entries.folders.forEach(below -> visit(below, kind, levels - 1));
  }

  /// Reads one folder in one operation. A folder that exceeds the deadline of an operation is
  /// skipped. The walk ends if the whole file system does not answer.
  private Entries read(Path folder, BlobKind kind, int levels) {
    try {
      return disk.run(() -> entries(folder, kind, levels));
    } catch (MediaException noAnswer) {
      if (!disk.answers()) {
        throw noAnswer;
      }
      return Entries.unreadable(folder, noAnswer);
    }
  }

  /// The entries of one folder.
  ///
  /// @param faults the errors of paths that could not be read
  private record Entries(
      List<Path> folders, List<BlobStore.StoredBlob> files, Map<Path, Exception> faults) {
    static Entries none() {
      return new Entries(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    }

    static Entries unreadable(Path folder, Exception fault) {
      return new Entries(List.of(), List.of(), Map.of(folder, fault));
    }
  }

  private Entries entries(Path folder, BlobKind kind, int levels) {
    Entries entries = Entries.none();
    for (Path path : listed(folder, entries)) {
      if (levels > 0 && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        entries.folders.add(path);
      } else {
        add(path, kind, entries);
      }
    }
    return entries;
  }

  private void add(Path path, BlobKind kind, Entries entries) {
    try {
      StoredFile.at(folders, path, kind, young, disk).ifPresent(entries.files::add);
    } catch (IOException e) {
      entries.faults.put(path, e);
    }
  }

  private static List<Path> listed(Path folder, Entries entries) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(paths::add);
    } catch (NoSuchFileException absent) {
      return paths;
    } catch (DirectoryIteratorException | IOException e) {
      entries.faults.put(folder, e);
    }
    return paths;
  }

  private void note(Path path, Exception error) {
    unreadable++;
    if (unreadable <= NAMED) {
      String reason = error.getClass().getSimpleName();
      EventLog.warn(
          "originals.unreadable", "path", folders.root().relativize(path), "reason", reason);
    }
  }
}
