package io.calotype.imaging.bitmap.psd;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A Photoshop document of two by one pixels, or of others, in the making.
final class PsdFile {
  private final int mode;
  private final int depth;
  private final int channels;
  private final int width;
  private boolean large;
  private byte[] palette = new byte[0];
  private final ByteArrayOutputStream resources = new ByteArrayOutputStream();
  private byte[] layers = new byte[0];
  private byte[] picture = new byte[0];

  private PsdFile(int mode, int depth, int channels, int width) {
    this.mode = mode;
    this.depth = depth;
    this.channels = channels;
    this.width = width;
  }

  /// One row of `width` pixels.
  static PsdFile of(int mode, int depth, int channels, int width) {
    return new PsdFile(mode, depth, channels, width);
  }

  PsdFile large() {
    large = true;
    return this;
  }

  PsdFile palette(int... values) {
    palette = bytes(values);
    return this;
  }

  PsdFile resource(int id, int... values) {
    resources.writeBytes("8BIM".getBytes(StandardCharsets.US_ASCII));
    resources.writeBytes(ByteBuffer.allocate(8).putShort((short) id).array());
    byte[] head = resources.toByteArray();
    ByteBuffer.wrap(head).putInt(head.length - 4, values.length);
    resources.reset();
    resources.writeBytes(head);
    resources.writeBytes(bytes(values));
    if (values.length % 2 == 1) {
      resources.write(0);
    }
    return this;
  }

  /// One layer, whose transparency the merged picture has.
  PsdFile transparent() {
    int lengthBytes = large ? 8 : 4;
    ByteBuffer section = ByteBuffer.allocate(lengthBytes + 2);
    if (large) {
      section.putLong(2);
    } else {
      section.putInt(2);
    }
    layers = section.putShort((short) -1).array();
    return this;
  }

  /// Layers where documents of 16 and 32 bits have them.
  PsdFile transparentBlock() {
    layers =
        ByteBuffer.allocate(24)
            .putInt(0)
            .putInt(0)
            .put("8BIMLr16".getBytes(StandardCharsets.US_ASCII))
            .putInt(2)
            .putShort((short) -1)
            .array();
    return this;
  }

  /// The compression, and the bytes after it.
  PsdFile picture(int compression, int... values) {
    picture =
        ByteBuffer.allocate(2 + values.length)
            .putShort((short) compression)
            .put(bytes(values))
            .array();
    return this;
  }

  byte[] bytes() {
    ByteBuffer file = ByteBuffer.allocate(4096);
    file.put("8BPS".getBytes(StandardCharsets.US_ASCII)).putShort((short) (large ? 2 : 1));
    file.put(new byte[6]).putShort((short) channels).putInt(1).putInt(width);
    file.putShort((short) depth).putShort((short) mode);
    file.putInt(palette.length).put(palette);
    file.putInt(resources.size()).put(resources.toByteArray());
    if (large) {
      file.putLong(layers.length);
    } else {
      file.putInt(layers.length);
    }
    file.put(layers).put(picture);
    return java.util.Arrays.copyOf(file.array(), file.position());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
