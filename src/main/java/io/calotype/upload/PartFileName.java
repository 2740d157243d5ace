package io.calotype.upload;

import io.calotype.media.FileName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file name of a part of a multipart body. It decides nothing and is only kept.
final class PartFileName {
  /// The character sets that a decoder must know (RFC 8187 section 3.2.1), and the one that older
  /// clients use.
  private static final Map<String, Charset> CHARSETS =
      Map.of("utf-8", StandardCharsets.UTF_8, "iso-8859-1", StandardCharsets.ISO_8859_1);

  private PartFileName() {}

  /// The name in a `Content-Disposition`: `filename*` where it can be decoded (RFC 8187), otherwise
  /// `filename`; null where there is none.
  static @Nullable FileName of(HeaderParameters disposition) {
    return FileName.of(
        disposition
            .find("filename*")
            .flatMap(PartFileName::extended)
            .or(() -> disposition.find("filename").map(PartFileName::unescaped))
            .orElse(null));
  }

  /// `charset'language'percent-encoded`.
  private static Optional<String> extended(String value) {
    String[] parts = value.split("'", 3);
    Charset charset =
        parts.length < 3 ? null : CHARSETS.get(parts[0].strip().toLowerCase(Locale.ROOT));
    if (charset == null || !parts[2].matches("(?:[\\x21-\\x24\\x26-\\x7e]|%[0-9A-Fa-f]{2})+")) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < parts[2].length(); i++) {
      boolean encoded = parts[2].charAt(i) == '%';
      bytes.write(encoded ? Integer.parseInt(parts[2], i + 1, i + 3, 16) : parts[2].charAt(i));
      i += encoded ? 2 : 0;
    }
    return decoded(bytes.toByteArray(), charset);
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  /// Browsers encode these three (HTML, multipart/form-data encoding algorithm).
  private static String unescaped(String name) {
    return name.replace("%22", "\"").replace("%0D", "").replace("%0A", "");
  }
}
