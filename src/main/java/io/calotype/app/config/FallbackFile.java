package io.calotype.app.config;

import io.calotype.http.exchange.Fallback;
import io.calotype.media.MediaType;
import io.calotype.originals.StagedFile;
import io.calotype.upload.filetype.Sniffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Reads the fallback picture, which is sent as the body of errors.
final class FallbackFile {
  private static final int MAX_BYTES = 1 << 20;

  /// The formats that every current browser displays.
  private static final Set<MediaType> TYPES =
      EnumSet.of(
          MediaType.JPEG,
          MediaType.PNG,
          MediaType.WEBP,
          MediaType.GIF,
          MediaType.AVIF,
          MediaType.SVG);

  private FallbackFile() {}

  /// Reads the picture at path `text`; empty if `text` is blank.
  ///
  /// Errors: an [IllegalArgumentException] whose message describes a valid file.
  static Optional<Fallback> read(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(picture(Path.of(text.strip())));
  }

  private static Fallback picture(Path file) {
    byte[] bytes = bytes(file);
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, StagedFile.HEAD_BYTES));
    return Sniffer.sniff(head)
        .filter(TYPES::contains)
        .filter(type -> bytes.length <= MAX_BYTES)
        .map(type -> new Fallback(type.contentType(), bytes))
        .orElseThrow(FallbackFile::wrong);
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (IOException unreadable) {
      throw wrong();
    }
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "a readable JPEG, PNG, WebP, GIF, AVIF or SVG file of at most 1 MiB");
  }
}
