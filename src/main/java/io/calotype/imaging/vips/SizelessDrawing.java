package io.calotype.imaging.vips;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
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

  /// A percentage is a part of something that nobody knows.
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([^\\s=\"'/]+)\\s*=\\s*(?:\"\\s*([^\"]*)\"|'\\s*([^']*)')");

  private static final Pattern LENGTH = Pattern.compile("[0-9.]+\\s*[a-z]*\\s*");

  private SizelessDrawing() {}

  /// The drawing at `path` with a size; empty where it has one, or cannot be told.
  static Optional<byte[]> sized(String path) {
    String text = new String(inflated(Path.of(path)), StandardCharsets.ISO_8859_1);
    Matcher root = ROOT.matcher(text);
    if (!root.lookingAt()) {
      return Optional.empty();
    }
    Matcher attributes = ATTRIBUTES.matcher(text).region(root.end(), text.length());
    if (!attributes.lookingAt() || saysSize(attributes.group())) {
      return Optional.empty();
    }
    String rest = ATTRIBUTE.matcher(attributes.group()).replaceAll(SizelessDrawing::withoutLength);
    String drawing = text.substring(0, root.end()) + SIZE + rest + text.substring(attributes.end());
    return Optional.of(drawing.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String withoutLength(MatchResult attribute) {
    boolean length = attribute.group(1).equals("width") || attribute.group(1).equals("height");
    return length ? "" : Matcher.quoteReplacement(attribute.group());
  }

  private static boolean saysSize(String attributes) {
    return ATTRIBUTE.matcher(attributes).results().anyMatch(SizelessDrawing::saysSize);
  }

  private static boolean saysSize(MatchResult attribute) {
    String value = attribute.group(attribute.group(2) == null ? 3 : 2);
    return switch (attribute.group(1)) {
      case "viewBox" -> true;
      case "width", "height" -> LENGTH.matcher(value).matches();
      default -> false;
    };
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
