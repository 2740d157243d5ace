package io.calotype.imaging.svg;

import io.calotype.media.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pictures inside a drawing: `data:` URIs (RFC 2397) in quotes, base64 or percent-encoded.
///
/// librsvg draws PNG, JPEG and SVG only, and only under their own media types. Browsers detect the
/// type from the bytes, and draw further types. A nested drawing may contain pictures too. A
/// picture that cannot be replaced stays unchanged.
///
/// Not a record: it collects the changed text.
public final class EmbeddedPictures {
  /// The most pictures of a drawing that are encoded again, including those of nested drawings.
  private static final int MAX_PICTURES = 256;

  /// The deepest level of nested drawings that is processed.
  private static final int MAX_DEPTH = 2;

  /// The most bytes of a nested drawing after decoding.
  private static final int MAX_INNER = 1 << 20;

  /// The most characters of the changed drawing.
  private static final int MAX_TEXT = 12 << 20;

  private static final int SNIFFED = 64; // characters of base64, 48 bytes
  private static final Pattern URI =
      Pattern.compile("([\"'])\\s*+data:([^,\"'<>]{0,200}),", Pattern.CASE_INSENSITIVE);
  private static final Pattern BASE64 =
      Pattern.compile("(?:.*;)?\\s*base64\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BLANK =
      Pattern.compile("&#(?:0*(?:9|10|13|32)|x0*(?:9|a|d|20));", Pattern.CASE_INSENSITIVE);
  private static final Pattern PERCENT = Pattern.compile("%([0-9a-fA-F]{2})");
  private static final Map<String, String> REFERENCES =
      Map.of("&lt;", "<", "&gt;", ">", "&quot;", "\"", "&apos;", "'", "&#39;", "'", "&#34;", "\"");
  private static final String SVG = "image/svg+xml";

  /// Encodes a picture again, as a PNG or JPEG.
  @FunctionalInterface
  public interface Encoder {
    /// The PNG or JPEG of `file`; empty if it cannot be decoded or is too large.
    Optional<byte[]> encoded(MediaType type, byte[] file);
  }

  private final String text;
  private final Encoder encoder;
  private final int depth;
  private final StringBuilder changed = new StringBuilder();
  private int copied;
  private int encoded;

  private EmbeddedPictures(String text, Encoder encoder, int depth, int encoded) {
    this.text = text;
    this.encoder = encoder;
    this.depth = depth;
    this.encoded = encoded;
  }

  /// Replaces the pictures that librsvg cannot draw; returns `text` itself if it can draw all.
  public static String drawable(String text, Encoder encoder) {
    return new EmbeddedPictures(text, encoder, 0, 0).drawable();
  }

  private String drawable() {
    Matcher uri = URI.matcher(text);
    int from = 0;
    while (uri.find(from)) {
      int end = text.indexOf(uri.group(1), uri.end());
      if (end < 0) {
        break;
      }
      picture(uri.toMatchResult(), end);
      from = end + 1;
    }
    return copied == 0 ? text : changed.append(text, copied, text.length()).toString();
  }

  private void picture(MatchResult uri, int end) {
    byte[] head = decoded(uri, Math.min(end, uri.end() + SNIFFED));
    String drawn = drawn(head);
    if (!drawn.isEmpty()) {
      underItsType(uri, end, drawn);
    } else if (encoded < MAX_PICTURES) {
      type(head).ifPresentOrElse(type -> encodedAgain(uri, end, type), () -> inner(uri, end, head));
    }
  }

  private void underItsType(MatchResult uri, int end, String drawn) {
    String stated = uri.group(2).replaceFirst(";.*", "").replace("image/jpg", "image/jpeg");
    boolean base64 = base64(uri);
    boolean plain = uri.group(2).indexOf(';') == uri.group(2).lastIndexOf(';');
    if (stated.equals(drawn) && (plain || !base64)) {
      return;
    }
    if (base64) {
      replace(uri, uri.end(), drawn, "");
    } else {
      replace(uri, end, drawn, Base64.getEncoder().encodeToString(decoded(uri, end)));
    }
  }

  private void encodedAgain(MatchResult uri, int end, MediaType type) {
    encoded++;
    encoder
        .encoded(type, decoded(uri, end))
        .ifPresent(file -> replaceIfItFits(uri, end, drawn(file), file));
  }

  /// Replaces a nested drawing if one of its pictures was encoded again.
  private void inner(MatchResult uri, int end, byte[] head) {
    if (depth == MAX_DEPTH || !markup(head)) {
      return;
    }
    SvgText drawing = SvgText.of(decoded(uri, end), MAX_INNER);
    if (drawing.svg()) {
      encoded++;
      EmbeddedPictures inside = new EmbeddedPictures(drawing.text(), encoder, depth + 1, encoded);
      String drawable = inside.drawable();
      encoded = inside.encoded;
      if (inside.copied > 0) {
        replaceIfItFits(uri, end, SVG, drawing.encoded(drawable));
      }
    }
  }

  private static boolean markup(byte[] head) {
    boolean gzip = head.length > 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    return gzip || new String(head, StandardCharsets.ISO_8859_1).indexOf('<') >= 0;
  }

  private void replaceIfItFits(MatchResult uri, int end, String type, byte[] file) {
    if (changed.length() + text.length() + 4L * file.length / 3 < MAX_TEXT) {
      replace(uri, end, type, Base64.getEncoder().encodeToString(file));
    }
  }

  /// Replaces the URI from its scheme to `end`.
  private void replace(MatchResult uri, int end, String type, String payload) {
    changed.append(text, copied, uri.start() + 1).append("data:").append(type);
    changed.append(";base64,").append(payload);
    copied = end;
  }

  private static boolean base64(MatchResult uri) {
    return BASE64.matcher(uri.group(2)).matches();
  }

  /// The decoded bytes of the URI up to `end`; none if it declares base64 and is invalid.
  private byte[] decoded(MatchResult uri, int end) {
    String payload = text.substring(uri.end(), end);
    boolean base64 = base64(uri);
    if (payload.indexOf('&') >= 0) {
      payload = BLANK.matcher(payload).replaceAll("");
    }
    if (!base64 && payload.indexOf('&') >= 0) {
      for (Map.Entry<String, String> reference : REFERENCES.entrySet()) {
        payload = payload.replace(reference.getKey(), reference.getValue());
      }
      payload = payload.replace("&amp;", "&");
    }
    if (payload.indexOf('%') >= 0) {
      payload =
          PERCENT
              .matcher(payload)
              .replaceAll(code ->
                  Matcher.quoteReplacement(
                      String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    }
    try {
      return base64
          ? Base64.getMimeDecoder().decode(payload)
          : payload.getBytes(StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException damaged) {
      return new byte[0];
    }
  }

  /// The media type of a picture that librsvg draws; empty for any other.
  private static String drawn(byte[] head) {
    String bytes = new String(head, 0, Math.min(head.length, 8), StandardCharsets.ISO_8859_1);
    return bytes.equals("\u0089PNG\r\n\u001a\n")
        ? "image/png"
        : bytes.startsWith("\u00ff\u00d8\u00ff") ? "image/jpeg" : "";
  }

  /// The media type of a picture that browsers draw and librsvg does not.
  private static Optional<MediaType> type(byte[] head) {
    String bytes = new String(head, StandardCharsets.ISO_8859_1);
    if (bytes.startsWith("RIFF") && bytes.startsWith("WEBP", 8)) {
      return Optional.of(MediaType.WEBP);
    }
    if (bytes.startsWith("ftyp", 4) && bytes.toLowerCase(Locale.ROOT).contains("avif")) {
      return Optional.of(MediaType.AVIF);
    }
    if (bytes.startsWith("GIF8")) {
      return Optional.of(MediaType.GIF);
    }
    if (bytes.startsWith("BM")) {
      return Optional.of(MediaType.BMP);
    }
    return bytes.startsWith("\0\0\u0001\0") ? Optional.of(MediaType.ICO) : Optional.empty();
  }
}
