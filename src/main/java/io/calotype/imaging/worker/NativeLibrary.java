package io.calotype.imaging.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The libvips that we bring along: a resource of our class path, which the system can only load as
/// a file.
public final class NativeLibrary {
  private static final String FILE = "libvips-cpp.so.8.18.7";
  private static final int DIGEST_DIGITS = 16;

  private NativeLibrary() {}

  /// The library for this machine, in `folder` under a name that tells its content:
  /// `libvips-cpp.so.8.18.7-<first 16 hex digits of its SHA-256>`. Written if it is not there
  /// whole.
  ///
  /// Errors: `IllegalStateException` where we bring none for this machine.
  public static Path installedIn(Path folder) {
    try {
      byte[] library = resource("/native/" + platform() + "/" + FILE);
      Path file = folder.resolve(FILE + "-" + digest(library));
      if (!Files.exists(file) || Files.size(file) != library.length) {
        write(library, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = NativeLibrary.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no libvips for this machine: " + name);
      }
      return in.readAllBytes();
    }
  }

  private static void write(byte[] library, Path file) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path unfinished = Files.createTempFile(folder, FILE, ".tmp");
    Files.write(unfinished, library);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return system + "-" + System.getProperty("os.arch");
  }

  private static String digest(byte[] library) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(library);
      return HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
