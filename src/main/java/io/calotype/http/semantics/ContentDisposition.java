package io.calotype.http.semantics;

import io.calotype.media.FileName;
import io.calotype.upload.body.PartFileName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// File names in `Content-Disposition` (RFC 6266, with the extended notation of RFC 8187).
public final class ContentDisposition {
  private static final String PLAIN = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  /// The value that makes a browser save the answer as `name`. Clients limited to ASCII receive `_`
  /// in place of every other character.
  public static String attachment(FileName name) {
    String ascii = name.text().replaceAll("[^ -~]", "_").replaceAll("[\"\\\\%]", "_");
    String plain = "attachment; filename=\"" + ascii + "\"";
    return ascii.equals(name.text()) ? plain : plain + "; filename*=UTF-8''" + encoded(name);
  }

  private static String encoded(FileName name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name.text().getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return text.toString();
  }

  /// The file name in the header of a request; null if there is none. `filename*` takes precedence.
  ///
  /// @param header each byte is a character, as HTTP transfers it
  public static @Nullable FileName fileName(@Nullable String header) {
    return header == null ? null : PartFileName.ofHeader(text(header));
  }

  /// Decodes valid UTF-8, which most clients send, as UTF-8, and other bytes as ISO-8859-1.
  private static String text(String value) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notUtf8) {
      return value;
    }
  }
}
