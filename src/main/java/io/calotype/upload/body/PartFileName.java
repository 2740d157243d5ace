package io.calotype.upload.body;

import io.calotype.media.FileName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The file name in a `Content-Disposition` of a request or of a multipart part. It is metadata
/// only and never affects processing.
public final class PartFileName {
  /// The character sets that a decoder must support (RFC 8187 section 3.2.1), and one used by older
  /// clients.
  private static final Map<String, Charset> CHARSETS =
      Map.of("utf-8", StandardCharsets.UTF_8, "iso-8859-1", StandardCharsets.ISO_8859_1);

  private PartFileName() {}

  /// Returns the name in the `Content-Disposition` of a part: `filename*` if it can be decoded (RFC
  /// 8187), otherwise `filename`; null if absent.
  static @Nullable FileName of(HeaderParameters disposition) {
    return name(disposition, PartFileName::unescaped);
  }

  /// Returns the name in `header`, the `Content-Disposition` of a request, by the same rules (RFC
  /// 6266).
  public static @Nullable FileName ofHeader(String header) {
    return name(HeaderParameters.of(header), plain -> plain);
  }

  private static @Nullable FileName name(
      HeaderParameters disposition, UnaryOperator<String> unescape) {
    return FileName.of(
        disposition
            .find("filename*")
            .flatMap(PartFileName::extended)
            .or(() -> disposition.find("filename").map(unescape))
            .orElse(null));
  }

  /// Decodes `charset'language'percent-encoded`.
  private static Optional<String> extended(String value) {
    String[] parts = value.split("'", 3);
    Charset charset =
        parts.length < 3 ? null : CHARSETS.get(parts[0].strip().toLowerCase(Locale.ROOT));
    return charset == null
        ? Optional.empty()
        : bytes(parts[2]).flatMap(bytes -> decoded(bytes, charset));
  }

  /// Decodes the percent-encoded bytes; empty if `encoded` has a character that RFC 8187 forbids.
  private static Optional<byte[]> bytes(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%' && isByte(encoded, i + 1)) {
        bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
        i += 2;
      } else if (c == '%' || c < 0x21 || c > 0x7e) {
        return Optional.empty();
      } else {
        bytes.write(c);
      }
    }
    return Optional.of(bytes.toByteArray()).filter(all -> all.length > 0);
  }

  private static boolean isByte(String text, int at) {
    return at + 2 <= text.length()
        && HexFormat.isHexDigit(text.charAt(at))
        && HexFormat.isHexDigit(text.charAt(at + 1));
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  /// Browsers encode these three characters (HTML, multipart/form-data encoding algorithm).
  private static String unescaped(String name) {
    return name.replace("%22", "\"").replace("%0D", "").replace("%0A", "");
  }
}
