package io.calotype.imaging.worker;

import io.calotype.disk.UnpackedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The bundled libvips: a resource on our class path, which the system can load only from a file.
public final class NativeLibrary {
  private static final String FILE = "libvips-cpp.so.8.18.7";
  private static final int DIGEST_DIGITS = 16;

  private NativeLibrary() {}

  /// Installs the library for this machine in `folder` and returns its path. The name contains its
  /// digest: `libvips-cpp.so.8.18.7-<first 16 hex digits of its SHA-256>`. The file is written
  /// unless it exists in full length.
  ///
  /// Errors: `IllegalStateException` if none is bundled for this machine.
  public static Path installedIn(Path folder) {
    String resource = "/native/" + platform() + "/" + FILE;
    try {
      Print print = print(resource + ".print");
      Path file = folder.resolve(FILE + "-" + print.digest.substring(0, DIGEST_DIGITS));
      Files.createDirectories(folder);
      UnpackedFile.ensure(file, print.bytes, () -> resource(resource));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a file is the bundled library, judged by its name.
  static boolean ours(Path library) {
    return String.valueOf(library.getFileName()).startsWith(FILE);
  }

  /// The digest and length that the build recorded: `<SHA-256 in hexadecimal> <length in bytes>`.
  private record Print(String digest, long bytes) {}

  private static Print print(String name) throws IOException {
    try (InputStream in = resource(name)) {
      String[] parts =
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ", -1);
      return new Print(parts[0], Long.parseLong(parts[1]));
    }
  }

  private static InputStream resource(String name) {
    InputStream in = NativeLibrary.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("no libvips for this machine: " + name);
    }
    return in;
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return system + "-" + System.getProperty("os.arch");
  }
}
