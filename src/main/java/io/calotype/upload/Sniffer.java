package io.calotype.upload;

import io.calotype.media.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;

/// Decides what a file is by its first bytes, never by its name or declared type.
final class Sniffer {
  private static final int BRANDS_OFFSET = 8;
  private static final int MAX_FTYP = 256;

  private Sniffer() {}

  /// The type of a file that begins with `head`; empty where it is none that is accepted.
  static Optional<MediaType> sniff(byte[] head) {
    if (starts(head, "ffd8ff")) {
      return Optional.of(MediaType.JPEG);
    }
    if (starts(head, "89504e470d0a1a0a")) {
      return Optional.of(MediaType.PNG);
    }
    if (text(head, 0, "RIFF") && text(head, 8, "WEBP")) {
      return Optional.of(MediaType.WEBP);
    }
    if (text(head, 0, "GIF87a") || text(head, 0, "GIF89a")) {
      return Optional.of(MediaType.GIF);
    }
    if (text(head, 4, "ftyp")) {
      return avif(head) ? Optional.of(MediaType.AVIF) : Optional.empty();
    }
    if (tiff(head)) {
      return Optional.of(MediaType.TIFF);
    }
    return SvgHead.isSvg(head) ? Optional.of(MediaType.SVG) : Optional.empty();
  }

  /// Whether the major brand or a compatible one is `avif` or `avis` (AV1 in HEIF, section 6), and
  /// the major one is not that of HEVC.
  private static boolean avif(byte[] head) {
    if (text(head, BRANDS_OFFSET, "hei") || text(head, BRANDS_OFFSET, "hev")) {
      return false;
    }
    int size = ((head[2] & 0xff) << 8) | (head[3] & 0xff);
    int end = Math.min(head.length, Math.min(size, MAX_FTYP));
    return IntStream.iterate(BRANDS_OFFSET, at -> at + 4 <= end, at -> at + 4)
        .anyMatch(at -> text(head, at, "avif") || text(head, at, "avis"));
  }

  /// Little or big endian, classic or big (TIFF 6.0 section 2, BigTIFF).
  private static boolean tiff(byte[] head) {
    return starts(head, "49492a00")
        || starts(head, "4d4d002a")
        || starts(head, "49492b00")
        || starts(head, "4d4d002b");
  }

  private static boolean starts(byte[] head, String hex) {
    byte[] magic = HexFormat.of().parseHex(hex);
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  private static boolean text(byte[] head, int offset, String text) {
    byte[] magic = text.getBytes(StandardCharsets.US_ASCII);
    return head.length >= offset + magic.length
        && Arrays.equals(head, offset, offset + magic.length, magic, 0, magic.length);
  }
}
