package io.calotype.imaging.bitmap;

import io.calotype.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/// A JPEG 2000: what is put in order is in order.
public final class TilePartsFuzzTest extends FuzzTarget {
  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            new CodestreamFile(2).part(0, 0, 2).part(1, 0, 1).part(0, 1, 2).end(),
            new CodestreamFile(1).part(0, 0, 0).part(0, 1, 0),
            new CodestreamFile(1).segment(0xff55, 6).part(0, 0, 9).openPart(0, 1, 1).end(),
            new CodestreamFile(1).segment(0xff60, 6).part(0, 0, 0).end())
        .flatMap(file -> Stream.of(file.bytes(), file.boxed()));
  }

  @Override
  public void check(byte[] sent) {
    TileParts.ordered(ByteBuffer.wrap(sent))
        .map(TilePartsFuzzTest::joined)
        .ifPresent(ordered -> require(TileParts.ordered(ordered).isEmpty(), ordered));
  }

  private static ByteBuffer joined(List<ByteBuffer> pieces) {
    ByteBuffer file = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
    pieces.forEach(file::put);
    return file.flip();
  }
}
