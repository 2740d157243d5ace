package io.calotype.imaging.svg;

import io.calotype.media.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pictures inside a drawing: `data:` URIs with base64 (RFC 2397) in quotes.
///
/// librsvg draws PNG and JPEG, and those only under their own types. Browsers go by the bytes, and
/// draw further types. A picture that cannot be replaced stays as it is.
///
/// Not a record: it collects the changed text.
public final class EmbeddedPictures {
  /// How many pictures of a drawing are encoded again.
  private static final int MAX_PICTURES = 32;

  /// The changed drawing has at most this many characters.
  private static final int MAX_TEXT = 12 << 20;

  private static final int SNIFFED = 64; // characters of base64, 48 bytes
  private static final Pattern URI =
      Pattern.compile("([\"'])\\s*+data:([^,\"'<>]{0,200}),", Pattern.CASE_INSENSITIVE);
  private static final Pattern BASE64 =
      Pattern.compile("(?:.*;)?\\s*base64\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BLANK =
      Pattern.compile("&#(?:0*(?:9|10|13|32)|x0*(?:9|a|d|20));", Pattern.CASE_INSENSITIVE);
  private static final Pattern PERCENT = Pattern.compile("%([0-9a-fA-F]{2})");
  private static final Set<String> DRAWN =
      Set.of("image/png;base64", "image/jpeg;base64", "image/jpg;base64");

  /// Encodes a picture again, as a PNG or JPEG.
  @FunctionalInterface
  public interface Encoder {
    /// The PNG or JPEG of `file`; empty if it cannot be decoded or is too large.
    Optional<byte[]> encoded(MediaType type, byte[] file);
  }

  private final String text;
  private final Encoder encoder;
  private final StringBuilder changed = new StringBuilder();
  private int copied;
  private int encoded;

  private EmbeddedPictures(String text, Encoder encoder) {
    this.text = text;
    this.encoder = encoder;
  }

  /// The text of a drawing whose pictures librsvg can draw; `text` itself if it can draw all.
  public static String drawable(String text, Encoder encoder) {
    return new EmbeddedPictures(text, encoder).drawable();
  }

  private String drawable() {
    Matcher uri = URI.matcher(text);
    int from = 0;
    while (uri.find(from)) {
      int end = text.indexOf(uri.group(1), uri.end());
      if (end < 0) {
        break;
      }
      if (BASE64.matcher(uri.group(2)).matches()) {
        picture(uri.toMatchResult(), end);
      }
      from = end + 1;
    }
    return copied == 0 ? text : changed.append(text, copied, text.length()).toString();
  }

  private void picture(MatchResult uri, int end) {
    byte[] head = decoded(text.substring(uri.end(), Math.min(end, uri.end() + SNIFFED)));
    String drawn = drawn(head);
    if (!drawn.isEmpty()) {
      if (!DRAWN.contains(uri.group(2))) {
        replace(uri, uri.end(), drawn, "");
      }
      return;
    }
    Optional<MediaType> type = type(head);
    if (type.isPresent() && encoded < MAX_PICTURES) {
      encoded++;
      encoder
          .encoded(type.get(), decoded(text.substring(uri.end(), end)))
          .filter(file -> changed.length() + text.length() + 4L * file.length / 3 < MAX_TEXT)
          .ifPresent(
              file -> replace(uri, end, drawn(file), Base64.getEncoder().encodeToString(file)));
    }
  }

  /// Replaces the URI from its scheme to `end`.
  private void replace(MatchResult uri, int end, String type, String payload) {
    changed.append(text, copied, uri.start() + 1).append("data:").append(type);
    changed.append(";base64,").append(payload);
    copied = end;
  }

  private static byte[] decoded(String payload) {
    String plain = payload;
    if (payload.indexOf('&') >= 0 || payload.indexOf('%') >= 0) {
      plain =
          PERCENT
              .matcher(BLANK.matcher(payload).replaceAll(""))
              .replaceAll(code ->
                  Matcher.quoteReplacement(
                      String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    }
    try {
      return Base64.getMimeDecoder().decode(plain);
    } catch (IllegalArgumentException damaged) {
      return new byte[0];
    }
  }

  /// The type of a picture that librsvg draws; empty for any other.
  private static String drawn(byte[] head) {
    String bytes = new String(head, 0, Math.min(head.length, 8), StandardCharsets.ISO_8859_1);
    return bytes.equals("\u0089PNG\r\n\u001a\n")
        ? "image/png"
        : bytes.startsWith("\u00ff\u00d8\u00ff") ? "image/jpeg" : "";
  }

  /// The type of a picture that browsers draw and librsvg does not.
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
