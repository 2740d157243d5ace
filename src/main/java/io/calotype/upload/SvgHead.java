package io.calotype.upload;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// The beginning of an SVG: XML whose root element is `svg`, plain or in gzip.
final class SvgHead {
  private static final int MAX_INFLATED = 16 << 10;

  /// Prolog, comments, processing instructions and a document type, in any number; then `<svg` or
  /// `<prefix:svg`. Possessive throughout, so that no input makes it slow.
  private static final Pattern ROOT =
      Pattern.compile(
          "\\uFEFF?+(?:\\s++|<\\?.*?\\?>|<!--.*?-->|<!DOCTYPE[^\\[>]*+(?:\\[.*?\\]\\s*+)?+>)*+"
              + "<(?:[A-Za-z_][\\w.-]*+:)?+svg[\\s/>].*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private SvgHead() {}

  static boolean isSvg(byte[] head) {
    boolean gzip = head.length > 2 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b;
    byte[] xml = gzip ? inflated(head) : head;
    return ROOT.matcher(new String(xml, charset(xml))).matches();
  }

  /// As much as the head inflates to, within bounds; it may end in the middle.
  private static byte[] inflated(byte[] head) {
    byte[] text = new byte[MAX_INFLATED];
    int length = 0;
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(head))) {
      for (int read = 0; read >= 0 && length < text.length; length += read) {
        read = gzip.read(text, length, text.length - length);
        if (read < 0) {
          break;
        }
      }
    } catch (EOFException middle) {
      // what has been inflated so far is enough or is not
    } catch (IOException noGzip) {
      return new byte[0];
    }
    return java.util.Arrays.copyOf(text, length);
  }

  private static Charset charset(byte[] xml) {
    boolean wide = xml.length > 1 && (xml[0] == 0 || xml[1] == 0 || (xml[0] & 0xfe) == 0xfe);
    return wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }
}
