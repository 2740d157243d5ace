package io.calotype.cli.client;

import io.calotype.media.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A file to upload.
///
/// @param path as the user specified it
/// @param bytes length when the file was found
public record LocalFile(Path path, long bytes) {
  private static final int CHUNK = 1 << 16;

  /// Lists the files below `roots`. A folder stands for all files in it, at any depth, sorted by
  /// path. Hidden files are skipped unless they are roots. Links inside folders are not followed,
  /// to visit no folder twice.
  ///
  /// Errors: an [IOException] if a root does not exist.
  public static List<LocalFile> under(List<Path> roots) throws IOException {
    List<LocalFile> found = new ArrayList<>();
    for (Path root : roots) {
      if (Files.isDirectory(root)) {
        found.addAll(inside(root));
      } else {
        found.add(new LocalFile(root, Files.size(root)));
      }
    }
    return found;
  }

  private static List<LocalFile> inside(Path root) throws IOException {
    Path start = root.resolve("."); // follows a root that is a link
    List<LocalFile> found = new ArrayList<>();
    Files.walkFileTree(start, collector(start, found));
    return found.stream()
        .map(file -> new LocalFile(root.resolve(start.relativize(file.path())), file.bytes()))
        .sorted(Comparator.comparing(LocalFile::path))
        .toList();
  }

  private static FileVisitor<Path> collector(Path start, List<LocalFile> found) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return folder.equals(start) || !hidden(folder)
            ? FileVisitResult.CONTINUE
            : FileVisitResult.SKIP_SUBTREE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !hidden(file)) {
          found.add(new LocalFile(file, attributes.size()));
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path unreadable, IOException why) {
        found.add(new LocalFile(unreadable, 0)); // its upload fails and is reported
        return FileVisitResult.CONTINUE;
      }
    };
  }

  private static boolean hidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  /// Computes the SHA-256 of the content, read in chunks of 64 KiB.
  Sha256 digest() throws IOException {
    MessageDigest digest = Sha256.digester();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return Sha256.of(digest.digest());
  }
}
