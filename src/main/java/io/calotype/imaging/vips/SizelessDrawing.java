package io.calotype.imaging.vips;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// An SVG that says nothing of its size, made to say that it is a square of 512 pixels: libvips
/// would make it as large as its ink.
final class SizelessDrawing {
  private static final String SIZE = " width=\"512\" height=\"512\"";
  private static final int MAX_BYTES = 8 << 20;
  private static final int GZIP = 0x1f;

  /// What may stand before the root element, and the beginning of that. Possessive throughout, so
  /// that no input makes it slow.
  private static final Pattern ROOT =
      Pattern.compile(
          "(?:\\xEF\\xBB\\xBF)?+(?:\\s++|<\\?.*?\\?>|<!--.*?-->"
              + "|<!DOCTYPE[^\\[>]*+(?:\\[.*?\\]\\s*+)?+>)*+"
              + "<(?:[A-Za-z_][\\w.-]*+:)?+svg(?=[\\s/>])",
          Pattern.DOTALL);

  private static final Pattern ATTRIBUTES =
      Pattern.compile("(?:\\s++|[^\\s=>\"'/]++|=|/(?!>)|\"[^\"]*+\"|'[^']*+')*+");
  private static final Pattern SAYS_SIZE = Pattern.compile("\\s(?:width|height|viewBox)\\s*=");

  private SizelessDrawing() {}

  /// The drawing at `path` with a size; empty where it has one, or cannot be told.
  static Optional<byte[]> sized(String path) {
    String text = new String(inflated(Path.of(path)), StandardCharsets.ISO_8859_1);
    Matcher root = ROOT.matcher(text);
    if (!root.lookingAt()) {
      return Optional.empty();
    }
    Matcher attributes = ATTRIBUTES.matcher(text).region(root.end(), text.length());
    boolean silent = attributes.lookingAt() && !SAYS_SIZE.matcher(attributes.group()).find();
    return silent
        ? Optional.of(
            (text.substring(0, root.end()) + SIZE + text.substring(root.end()))
                .getBytes(StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  /// Its text; empty where that is too long to be looked at.
  private static byte[] inflated(Path file) {
    try (BufferedInputStream plain = new BufferedInputStream(Files.newInputStream(file))) {
      plain.mark(1);
      boolean gzip = plain.read() == GZIP;
      plain.reset();
      InputStream text = gzip ? new GZIPInputStream(plain) : plain;
      byte[] bytes = text.readNBytes(MAX_BYTES);
      return bytes.length < MAX_BYTES ? bytes : new byte[0];
    } catch (java.util.zip.ZipException | java.io.EOFException damaged) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
