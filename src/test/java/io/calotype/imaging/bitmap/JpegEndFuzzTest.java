package io.calotype.imaging.bitmap;

import io.calotype.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;

/// A JPEG: an end marker is missing at a place within the file, or not at all.
public final class JpegEndFuzzTest extends FuzzTarget {
  private static final String BASELINE = "ffd8ffc0000b080001000101011100ffda0008010100003f00";

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            BASELINE + "12ff003456",
            BASELINE + "12ff003456ffd9",
            BASELINE + "12ffd03456000000",
            "ffd8ffe00004aabbffc2000b080001000101011100ffda00080101000000010102ffda00080101013f0012")
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public void check(byte[] sent) {
    JpegEnd.missingAfter(ByteBuffer.wrap(sent))
        .ifPresent(end -> {
          require(end > 2 && end <= sent.length, end);
          ByteBuffer ended =
              ByteBuffer.allocate(end + 2).put(sent, 0, end).putShort((short) 0xffd9);
          require(JpegEnd.missingAfter(ended.rewind()).isEmpty(), end);
        });
  }
}
