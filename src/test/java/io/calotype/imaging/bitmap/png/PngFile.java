package io.calotype.imaging.bitmap.png;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A PNG to be written chunk by chunk, in any order.
public final class PngFile {
  private static final long SIGNATURE = 0x89504e470d0a1a0aL;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private PngFile() {
    bytes.writeBytes(ByteBuffer.allocate(8).putLong(0, SIGNATURE).array());
  }

  /// The signature and the header of a grey picture.
  public static PngFile grey(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8);
    return new PngFile().chunk("IHDR", header);
  }

  PngFile chunk(String type, ByteBuffer data) {
    byte[] whole = new byte[12 + data.capacity()];
    ByteBuffer chunk = ByteBuffer.wrap(whole).putInt(data.capacity());
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data.rewind());
    CRC32 crc = new CRC32();
    crc.update(whole, 4, 4 + data.capacity());
    bytes.writeBytes(chunk.putInt((int) crc.getValue()).array());
    return this;
  }

  PngFile control(int frames, int plays) {
    return chunk("acTL", ByteBuffer.allocate(8).putInt(frames).putInt(plays));
  }

  /// A chunk `fcTL`: a tenth of a second, with nothing disposed of and nothing blended.
  PngFile frame(int sequence, int width, int height, int x, int y) {
    return frame(sequence, width, height, x, y, 1, 10, 0, 0);
  }

  /// A chunk `fcTL` of these numbers in their order.
  PngFile frame(int... numbers) {
    ByteBuffer data = ByteBuffer.allocate(26);
    for (int i = 0; i < 5; i++) {
      data.putInt(numbers[i]);
    }
    data.putShort((short) numbers[5]).putShort((short) numbers[6]);
    return chunk("fcTL", data.put((byte) numbers[7]).put((byte) numbers[8]));
  }

  /// The image, wholly of one grey.
  public PngFile image(int width, int height, int grey) {
    return chunk("IDAT", ByteBuffer.wrap(pixels(width, height, grey)));
  }

  /// The data of a frame, wholly of one grey.
  PngFile data(int sequence, int width, int height, int grey) {
    return part(sequence, pixels(width, height, grey));
  }

  /// Some of the data of a frame.
  PngFile part(int sequence, byte[] deflated) {
    ByteBuffer data = ByteBuffer.allocate(4 + deflated.length).putInt(sequence).put(deflated);
    return chunk("fdAT", data);
  }

  /// The deflated pixels of a picture of one grey.
  static byte[] pixels(int width, int height, int grey) {
    byte[] rows = new byte[(width + 1) * height];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (byte) (i % (width + 1) == 0 ? 0 : grey);
    }
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(rows);
      deflater.finish();
      ByteBuffer out = ByteBuffer.allocate(1000);
      deflater.deflate(out);
      byte[] deflated = new byte[out.position()];
      out.get(0, deflated);
      return deflated;
    }
  }

  /// The file without an end.
  byte[] unfinished() {
    return bytes.toByteArray();
  }

  /// The file with its end.
  public byte[] bytes() {
    return chunk("IEND", ByteBuffer.allocate(0)).unfinished();
  }
}
