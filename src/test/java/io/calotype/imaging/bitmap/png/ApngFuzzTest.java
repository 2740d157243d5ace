package io.calotype.imaging.bitmap.png;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// An animated PNG, as it was sent and with its CRCs put right: the frames before the damage, on
/// the canvas, each of them a PNG of its size; or refused.
public final class ApngFuzzTest extends FuzzTarget {
  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            PngFile.grey(4, 3).control(1, 0).frame(0, 4, 3, 0, 0).image(4, 3, 0),
            PngFile.grey(4, 3)
                .control(1, 0)
                .image(4, 3, 0)
                .frame(0, 2, 2, 1, 1)
                .data(1, 2, 2, 1)
                .data(2, 1, 1, 1),
            PngFile.grey(4, 3)
                .chunk("gAMA", ByteBuffer.allocate(4))
                .control(2, 3)
                .frame(0, 4, 3, 0, 0, 1, 2, 2, 1)
                .image(4, 3, 0)
                .frame(1, 4, 3, 0, 0, 3, 0, 1, 1)
                .data(2, 4, 3, 9))
        .map(PngFile::bytes);
  }

  @Override
  public void check(byte[] sent) {
    takeApart(sent);
    takeApart(repaired(sent));
  }

  private static void takeApart(byte[] file) {
    boolean animated = Apng.animated(ByteBuffer.wrap(file));
    try {
      Apng apng = Apng.read(ByteBuffer.wrap(file));
      require(animated || apng.frames().size() == 1, animated);
      for (int i = 0; i < apng.frames().size(); i++) {
        requireOnCanvas(apng, apng.frames().get(i));
        requirePng(apng.png(i), apng.frames().get(i));
      }
    } catch (BitmapException refused) {
      require(refused.getMessage() != null, refused);
    }
  }

  private static void requireOnCanvas(Apng apng, Apng.Frame frame) {
    require(frame.x() >= 0 && frame.y() >= 0 && frame.width() > 0 && frame.height() > 0, frame);
    require(frame.x() <= apng.width() - frame.width(), frame);
    require(frame.y() <= apng.height() - frame.height(), frame);
    require(frame.delayMillis() >= 0, frame);
  }

  private static void requirePng(byte[] png, Apng.Frame frame) {
    PngHeader header = PngHeader.read(CheckedBytes.bigEndian(ByteBuffer.wrap(png)));
    require(header.width() == frame.width() && header.height() == frame.height(), header);
    PngChunk chunk = PngChunk.at(CheckedBytes.bigEndian(ByteBuffer.wrap(png)), 8).intact();
    while (chunk.type() != PngChunk.IEND) {
      chunk = chunk.next().intact();
    }
    require(chunk.at() + 12 == png.length, chunk);
  }

  private static byte[] repaired(byte[] sent) {
    byte[] file = sent.clone();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    for (long at = 8; at <= file.length - 12; ) {
      long length = Integer.toUnsignedLong(bytes.getInt((int) at));
      if (length <= file.length - 12 - at) {
        CRC32 crc = new CRC32();
        crc.update(file, (int) at + 4, (int) length + 4);
        bytes.putInt((int) (at + 8 + length), (int) crc.getValue());
      }
      at += 12 + length;
    }
    return file;
  }
}
