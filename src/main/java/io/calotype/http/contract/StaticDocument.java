package io.calotype.http.contract;

import io.calotype.http.exchange.StaticContent;
import io.calotype.media.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A text that stays the same while the server runs, in two content codings.
final class StaticDocument {
  private static final String GZIP = "gzip";
  private static final int DIGITS = 16;

  private final StaticContent content;
  private final byte[] plain;
  private final byte[] gzip;
  private final @Nullable String contentSecurity;

  private StaticDocument(String type, String text, @Nullable String contentSecurity) {
    String digest = Sha256.ofText(text).hex().substring(0, DIGITS);
    this.content = new StaticContent(type, digest, List.of(GZIP));
    this.plain = text.getBytes(StandardCharsets.UTF_8);
    this.gzip = gzip(plain);
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

  /// Its type, digest and codings.
  StaticContent content() {
    return content;
  }

  /// The value of `Content-Security-Policy`; null if the document is not a page.
  @Nullable String contentSecurity() {
    return contentSecurity;
  }

  /// The bytes in `coding`: `gzip` or `identity`.
  byte[] bytes(String coding) {
    return coding.equals(GZIP) ? gzip : plain;
  }
}
