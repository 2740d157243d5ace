package io.calotype.imaging.bitmap.bmp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// An icon to be written.
final class IcoFile {
  private final int type;
  private final List<byte[]> pictures = new ArrayList<>();

  private IcoFile(int type) {
    this.type = type;
  }

  static IcoFile icon() {
    return new IcoFile(1);
  }

  static IcoFile cursor() {
    return new IcoFile(2);
  }

  /// Adds a picture of any kind.
  IcoFile picture(byte[] picture) {
    pictures.add(picture);
    return this;
  }

  /// Adds a bitmap whose header has twice the height and whose data go on with the AND mask.
  IcoFile picture(BmpFile bitmap) {
    ByteBuffer dib = bitmap.dib();
    byte[] bytes = new byte[dib.remaining()];
    dib.get(bytes);
    return picture(bytes);
  }

  /// The file. Its directory says nothing true but where the pictures are.
  byte[] bytes() {
    byte[] head = new byte[6 + 16 * pictures.size()];
    ByteBuffer directory = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    directory.putShort(2, (short) type).putShort(4, (short) pictures.size()).position(6);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] picture : pictures) {
      directory.putLong(0x7766554433221100L).putInt(picture.length);
      directory.putInt(head.length + body.size());
      body.writeBytes(picture);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(head);
    file.writeBytes(body.toByteArray());
    return file.toByteArray();
  }
}
