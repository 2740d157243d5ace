package io.calotype.imaging.svg;

import io.calotype.gzip.GzipInput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/// The text of a drawing, decompressed if it is an SVGZ.
///
/// @param text one character for each byte in any encoding, which keeps a change local; the decoded
///   characters if the encoding is UTF-16
/// @param charset the charset in which [#encoded] writes the text
public record SvgText(String text, Charset charset) {
  private static final int GZIP_0 = 0x1f;
  private static final int GZIP_1 = 0x8b;

  private static final Pattern DECLARATION = Pattern.compile("\\uFEFF?<\\?xml\\s[^>]*+>");

  /// Reads the first `limit` bytes of a file as text, counted after decompression. A damaged or
  /// truncated SVGZ is read up to the damage.
  public static SvgText read(InputStream file, int limit) throws IOException {
    byte[] first = file.readNBytes(2);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), file);
    return of(packed(first) ? unpacked(whole, limit) : whole.readNBytes(limit));
  }

  /// Like [#read], for a file in memory.
  static SvgText of(byte[] bytes, int limit) {
    try {
      return read(new ByteArrayInputStream(bytes), limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean packed(byte[] first) {
    return first.length == 2 && (first[0] & 0xff) == GZIP_0 && (first[1] & 0xff) == GZIP_1;
  }

  private static byte[] unpacked(InputStream packed, int limit) throws IOException {
    byte[] text = new byte[limit];
    int length = 0;
    try (GzipInput gzip = new GzipInput(packed)) {
      for (int read = 0; read >= 0 && length < limit; length += Math.max(0, read)) {
        read = gzip.read(text, length, limit - length);
      }
    } catch (EOFException | ZipException damaged) {
      // keep the text that was decompressed before the damage
    }
    return java.util.Arrays.copyOf(text, length);
  }

  private static SvgText of(byte[] bytes) {
    Optional<Charset> wide = wide(bytes);
    return wide.isPresent()
        ? new SvgText(new String(bytes, wide.get()), StandardCharsets.UTF_8)
        : new SvgText(new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
  }

  /// Detects UTF-16 by its byte order mark, or by a first character below 256 (XML 1.0 appendix
  /// F.1).
  private static Optional<Charset> wide(byte[] bytes) {
    if (bytes.length < 2) {
      return Optional.empty();
    }
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (first == 0 || (first == 0xfe && second == 0xff)) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return second == 0 || (first == 0xff && second == 0xfe)
        ? Optional.of(StandardCharsets.UTF_16LE)
        : Optional.empty();
  }

  /// Whether the root element is `svg`, in any namespace prefix.
  public boolean svg() {
    return SvgRoot.find(text).isPresent();
  }

  /// This drawing with pictures that librsvg can draw; this itself if it can draw all of them.
  public SvgText drawable(EmbeddedPictures.Encoder encoder) {
    String changed = EmbeddedPictures.drawable(text, encoder);
    return changed.length() == text.length() && changed.equals(text)
        ? this
        : new SvgText(changed, charset);
  }

  /// The bytes of this drawing as a file.
  public byte[] encoded() {
    return encoded(text);
  }

  /// The bytes of this drawing with another text. UTF-16 is written as UTF-8 without its
  /// declaration, which would name the wrong encoding.
  byte[] encoded(String changed) {
    boolean wide = charset.equals(StandardCharsets.UTF_8);
    return (wide ? DECLARATION.matcher(changed).replaceFirst("") : changed).getBytes(charset);
  }
}
