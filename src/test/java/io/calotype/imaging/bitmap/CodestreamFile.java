package io.calotype.imaging.bitmap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The markers of a JPEG 2000 codestream, without any picture.
final class CodestreamFile {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int next;

  /// A codestream of so many tiles beside each other.
  CodestreamFile(int tiles) {
    ByteBuffer siz = ByteBuffer.allocate(45).putShort((short) 0xff4f).putShort((short) 0xff51);
    siz.putShort((short) 41).putShort((short) 0);
    siz.putInt(8 * tiles).putInt(8).putInt(0).putInt(0).putInt(8).putInt(8).putInt(0).putInt(0);
    out.writeBytes(siz.putShort((short) 1).put(new byte[] {7, 1, 1}).array());
  }

  /// Adds a marker segment with so many bytes of zeros.
  CodestreamFile segment(int marker, int length) {
    ByteBuffer segment = ByteBuffer.allocate(4 + length).putShort((short) marker);
    out.writeBytes(segment.putShort((short) (2 + length)).array());
    return this;
  }

  /// Adds a tile-part whose only byte of data is its number in the file.
  CodestreamFile part(int tile, int index, int count) {
    return part(tile, index, count, 15);
  }

  /// Adds a tile-part that does not state its length.
  CodestreamFile openPart(int tile, int index, int count) {
    return part(tile, index, count, 0);
  }

  private CodestreamFile part(int tile, int index, int count, int length) {
    ByteBuffer part = ByteBuffer.allocate(15).putShort((short) 0xff90).putShort((short) 10);
    part.putShort((short) tile).putInt(length).put((byte) index).put((byte) count);
    out.writeBytes(part.putShort((short) 0xff93).put((byte) next++).array());
    return this;
  }

  /// Adds the end marker.
  CodestreamFile end() {
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /// The codestream in a JP2 file, with a box after it.
  byte[] boxed() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    box(file, "jP  ", new byte[] {13, 10, (byte) 0x87, 10});
    box(file, "jp2c", bytes());
    box(file, "xml ", new byte[5]);
    return file.toByteArray();
  }

  private static void box(ByteArrayOutputStream file, String type, byte[] body) {
    file.writeBytes(ByteBuffer.allocate(4).putInt(8 + body.length).array());
    file.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(body);
  }
}
