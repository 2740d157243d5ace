package io.calotype.http.contract;

import io.calotype.http.semantics.AcceptEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A text that stays the same while the server runs, in two content codings.
final class StaticDocument {
  /// The coding in which the text exists beside `identity`.
  static final List<String> CODINGS = List.of("gzip");

  private static final int DIGITS = 16;

  private final String type;
  private final byte[] plain;
  private final byte[] gzip;
  private final String digest;
  private final @Nullable String contentSecurity;

  private StaticDocument(String type, String text, @Nullable String contentSecurity) {
    this.type = type;
    this.plain = text.getBytes(StandardCharsets.UTF_8);
    this.gzip = gzip(plain);
    this.digest = digest(plain);
    this.contentSecurity = contentSecurity;
  }

  /// Creates a document that browsers do not show as a page.
  ///
  /// @param type the value of `Content-Type`
  static StaticDocument data(String type, String text) {
    return new StaticDocument(type, text, null);
  }

  /// Creates a page.
  ///
  /// @param contentSecurity the value of `Content-Security-Policy`
  static StaticDocument page(String type, String text, String contentSecurity) {
    return new StaticDocument(type, text, contentSecurity);
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream coded = new GZIPOutputStream(bytes)) {
      coded.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static String digest(byte[] plain) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  String type() {
    return type;
  }

  /// The value of `Content-Security-Policy`; null if the document is not a page.
  @Nullable String contentSecurity() {
    return contentSecurity;
  }

  /// The bytes in `coding`: one of [#CODINGS], or `identity`.
  byte[] bytes(String coding) {
    return plain(coding) ? plain : gzip;
  }

  /// The strong entity tag of the bytes in `coding`.
  String etag(String coding) {
    return "\"" + digest + (plain(coding) ? "" : "-" + coding) + "\"";
  }

  private static boolean plain(String coding) {
    return coding.equals(AcceptEncoding.IDENTITY);
  }
}
