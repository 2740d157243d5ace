package io.calotype.imaging.color;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.imaging.bitmap.TiffDirectory;
import io.calotype.imaging.bitmap.TiffStrips;
import io.calotype.media.MediaType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A file of any type that states colours: what it states can be computed with.
public final class StatedColorFuzzTest extends FuzzTarget {
  private static final List<MediaType> TYPES =
      List.of(
          MediaType.PNG,
          MediaType.BMP,
          MediaType.TIFF,
          MediaType.JXL,
          MediaType.AVIF,
          MediaType.HEIC);
  private static final String PNG =
      "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55";
  private static final String HEIF = "000000186674797061766966000000006d69663161766966";

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            PNG + "0000000467414d41000186a031e8965f0000000049454e44ae426082",
            PNG + "0000000463494350091000016d9ff4c10000000049454e44ae426082",
            "424d" + "00".repeat(12) + "7c000000" + "00".repeat(52) + "4445424d" + "00".repeat(64),
            "49492a000800000002003e01050002000000220000000601030001000000020000000000000001000000"
                + "04000000030000000400000000",
            "49492a000800000001003e01050002000000"
                + "1a0000000000000001000000030000000100000000000000",
            "4d4d002b00080000000000000000001000000000000000010102000300000000000000030008000800080000",
            "ff0a41041090478f381c00000000020802010094014b18938e",
            "0000000c4a584c200d0a870a00000014667479706a786c20000000006a786c20000000926a786c63"
                + "ff0a4140421e3d020012880200ec01adb1180000152aa3",
            HEIF
                + "000000556d657461000000000000000e7069746d00000000000100000039697072700000001b"
                + "6970636f00000013636f6c726e636c78000900100009800000001669706d6100000000000000"
                + "0100010181")
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public void check(byte[] sent) {
    ByteBuffer file = ByteBuffer.wrap(sent);
    for (MediaType type : TYPES) {
      StatedColor.of(type, file, new byte[0]).ifPresent(StatedColorFuzzTest::requireComputable);
      StatedColor.of(type, file, new byte[128]).ifPresent(StatedColorFuzzTest::requireComputable);
    }
    require(BmpColor.profile(file).length <= sent.length, "a profile beyond the file");
    require(HeifColor.of(file).equals(HeifColor.of(file)), "another answer");
    TiffDirectory.read(file).ifPresent(tags -> new TiffStrips(file, tags).damaged());
    TiffDirectory.read(file)
        .map(TiffColor::labWhite)
        .ifPresent(white -> require(positive(white), white));
  }

  private static void requireComputable(ColorEncoding stated) {
    require(stated.toLight(4).length == 4 * stated.channels(), stated);
    double[] matrix = stated.toSrgb().orElse(new double[0]);
    require(Arrays.stream(matrix).allMatch(Double::isFinite), stated);
  }

  private static boolean positive(Chromaticity white) {
    return Arrays.stream(white.whitePoint()).allMatch(Double::isFinite);
  }
}
