package io.calotype.upload.filetype;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.imaging.svg.SvgText;
import io.calotype.media.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// The first bytes of a file: a type is only found where it would be in a longer file too.
public final class SnifferFuzzTest extends FuzzTarget {
  private static final int HEAD = 4096;

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.concat(
        texts(
            "<?xml version=\"1.0\"?><!-- x --><!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg xmlns=\"\">",
            "\u00ef\u00bb\u00bf<svg:svg />",
            "<html><svg>",
            "<??><!----><svg>",
            "GIF89a",
            "RIFF1234WEBPVP8 "),
        Stream.of(
                "ffd8ffe0",
                "89504e470d0a1a0a",
                "0000001c66747970617669660000000061766966",
                "00000018667479706d6966310000000061766966",
                "49492a00",
                "4d4d002b",
                "0000000877696465000003e86d646174",
                "0000006c6d6f6f760000006c6d766864",
                "000000016d6461740000000000100000",
                "00000008667265650000001466747970717420200000000071742020",
                "1f8b08000000000000ff",
                "fffe3c007300760067002f003e00",
                "003c0073007600670020")
            .map(HexFormat.of()::parseHex));
  }

  @Override
  public void check(byte[] sent) throws IOException {
    byte[] head = Arrays.copyOf(sent, Math.min(sent.length, HEAD));
    Optional<MediaType> type = Sniffer.sniff(head);
    if (type.isPresent() && type.get() != MediaType.AVIF && head.length < HEAD) {
      require(Sniffer.sniff(Arrays.copyOf(head, head.length + 1)).equals(type) || wide(head), type);
    }
    require(type.isEmpty() || head.length >= 3, type);
    boolean gzip = head.length > 2 && head[0] == 0x1f;
    if (!gzip) {
      boolean svg = svg(head);
      require(svg(zipped(head)) == svg, "gzip makes a difference");
    }
  }

  private static boolean svg(byte[] file) throws IOException {
    return SvgText.read(new ByteArrayInputStream(file), 1 << 20).svg();
  }

  /// Two bytes make a character there: an odd one may begin another.
  private static boolean wide(byte[] head) {
    return head[0] == 0 || head[1] == 0 || (head[0] & 0xfe) == 0xfe || (head[0] & 0xff) == 0x1f;
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }
}
