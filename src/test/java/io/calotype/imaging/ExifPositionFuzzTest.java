package io.calotype.imaging;

import io.calotype.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.stream.Stream;

/// EXIF: it has a position or not, after its prefix or without.
public final class ExifPositionFuzzTest extends FuzzTarget {
  private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
        Exifs.tiff(ByteOrder.LITTLE_ENDIAN, new int[] {270}, 2, 4),
        Exifs.tiff(ByteOrder.BIG_ENDIAN, new int[] {270, 271}, 1),
        HexFormat.of().parseHex("49492b00080000008000000000000000"),
        HexFormat.of().parseHex("4d4d002b00080000ffffffffffffffff"));
  }

  @Override
  public void check(byte[] sent) {
    ByteBuffer prefixed = ByteBuffer.allocate(PREFIX.length + sent.length).put(PREFIX).put(sent);
    boolean bare = ExifPosition.inExif(ByteBuffer.wrap(sent));
    require(!bare || ExifPosition.inExif(prefixed.rewind()), "the prefix matters");
    ExifPosition.inXmp(sent);
  }
}
