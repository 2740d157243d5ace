package io.calotype.http;

import io.calotype.media.FileName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// File names in `Content-Disposition` (RFC 6266, with the extended notation of RFC 8187).
final class ContentDisposition {
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*(?<name>filename\\*?)\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<token>[^;\\s]+))",
          Pattern.CASE_INSENSITIVE);

  /// Charset, language, and percent-encoded bytes.
  private static final Pattern EXTENDED =
      Pattern.compile("(utf-8|iso-8859-1)'[^']*'(.*)", Pattern.CASE_INSENSITIVE);

  private static final String PLAIN = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  /// The value that has a browser save the answer as `name`. Clients that know only ASCII get `_`
  /// in place of every other character.
  static String attachment(FileName name) {
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

  /// The file name in a header of a request; null where there is none. `filename*` wins.
  ///
  /// @param header each byte is a character, as HTTP transfers it
  static @Nullable FileName fileName(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String plain = null;
    Matcher parameter = PARAMETER.matcher(header);
    while (parameter.find()) {
      String quoted = parameter.group("quoted");
      String value = quoted == null ? parameter.group("token") : quoted.replaceAll("\\\\(.)", "$1");
      if (parameter.group("name").endsWith("*")) {
        String decoded = decoded(value);
        if (decoded != null) {
          return FileName.of(decoded);
        }
      } else if (plain == null) {
        plain = text(value);
      }
    }
    return FileName.of(plain);
  }

  private static @Nullable String decoded(String value) {
    Matcher extended = EXTENDED.matcher(value);
    if (!extended.matches()) {
      return null;
    }
    Charset charset =
        extended.group(1).toLowerCase(Locale.ROOT).equals("utf-8")
            ? StandardCharsets.UTF_8
            : StandardCharsets.ISO_8859_1;
    String escaped = extended.group(2);
    if (!escaped.matches("(?:[^%]|%[0-9a-fA-F]{2})*")) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    return bytes.toString(charset);
  }

  /// UTF-8 where the bytes are that, as most clients send it, and otherwise ISO-8859-1.
  private static String text(String value) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notUtf8) {
      return value;
    }
  }
}
