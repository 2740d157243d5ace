package io.calotype.imaging.bitmap.bmp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// A bitmap to be written: what its header says, whether or not that is true.
public final class BmpFile {
  private final int size;
  private final int width;
  private int height;
  private final int bits;
  private int compression;
  private long[] masks = {};
  private int[] palette = {};
  private byte[] data;

  private BmpFile(int size, int width, int height, int bits) {
    this.size = size;
    this.width = width;
    this.height = height;
    this.bits = bits;
    data = new byte[stride(width, bits) * Math.abs(height)];
  }

  /// A bitmap of zeros, uncompressed and with neither palette nor masks. The length of the header
  /// says which one it is; a negative height is top-down.
  static BmpFile of(int size, int width, int height, int bits) {
    return new BmpFile(size, width, height, bits);
  }

  BmpFile compression(int other) {
    compression = other;
    return this;
  }

  BmpFile masks(long... other) {
    masks = other;
    compression = 3;
    return this;
  }

  BmpFile palette(int... other) {
    palette = other;
    return this;
  }

  /// The pixels as they are in the file.
  BmpFile data(int... bytes) {
    data = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      data[i] = (byte) bytes[i];
    }
    return this;
  }

  /// The same size with pixels by formula, from x and y of the picture.
  BmpFile pixels(IntBinaryOperator pixel) {
    int stride = stride(width, bits);
    for (int y = 0; y < Math.abs(height); y++) {
      int row = stride * (height < 0 ? y : height - 1 - y);
      for (int x = 0; x < width; x++) {
        put(row, x, pixel.applyAsInt(x, y));
      }
    }
    return this;
  }

  private void put(int row, int x, int pixel) {
    if (bits < 8) {
      int bit = x * bits;
      data[row + bit / 8] |= (byte) (pixel << (8 - bits - bit % 8));
    } else {
      for (int i = 0; i < bits / 8; i++) {
        data[row + x * bits / 8 + i] = (byte) (pixel >> (8 * i));
      }
    }
  }

  private static int stride(int width, int bits) {
    return (width * bits + 31) / 32 * 4;
  }

  /// The same as it is in an icon: with the bytes of an AND mask, and a height that counts it.
  BmpFile icon(int... mask) {
    int first = data.length;
    data = Arrays.copyOf(data, first + mask.length);
    for (int i = 0; i < mask.length; i++) {
      data[first + i] = (byte) mask[i];
    }
    height *= 2;
    return this;
  }

  /// The file.
  byte[] bytes() {
    ByteBuffer dib = dib();
    byte[] file = new byte[14 + dib.remaining()];
    little(file)
        .putShort((short) 0x4d42)
        .putInt(file.length)
        .putInt(0)
        .putInt(file.length - data.length)
        .put(dib);
    return file;
  }

  /// The file, to be changed.
  ByteBuffer file() {
    return little(bytes());
  }

  /// The file without its first 14 bytes, as it is in an icon.
  ByteBuffer dib() {
    ByteBuffer dib = little(new byte[1000 + 4 * palette.length + data.length]);
    header(dib);
    for (long mask : masks) {
      dib.putInt((int) mask);
    }
    dib.position(Math.max(dib.position(), size));
    for (int color : palette) {
      dib.put((byte) color).put((byte) (color >> 8)).put((byte) (color >> 16));
      dib.position(dib.position() + (size == 12 ? 0 : 1));
    }
    return dib.put(data).flip();
  }

  private void header(ByteBuffer dib) {
    dib.putInt(size);
    if (size == 12) {
      dib.putShort((short) width).putShort((short) height).putShort((short) 1);
      dib.putShort((short) bits);
    } else {
      dib.putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
    }
    if (size >= 40) {
      dib.putInt(compression).putInt(0).putInt(0).putInt(0).putInt(palette.length).putInt(0);
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Its pixels by the decoder under test, as numbers 0xaarrggbb row by row.
  int[] decoded() {
    return decoded(file());
  }

  /// The pixels of a file by the decoder under test, as numbers 0xaarrggbb row by row.
  static int[] decoded(ByteBuffer file) {
    Bmp bmp = Bmp.read(file);
    int count = bmp.width() * bmp.height();
    ByteBuffer pixels = ByteBuffer.allocateDirect(count * bmp.bands() + 7).position(7);
    bmp.decode(pixels);
    return argb(pixels.slice(), count, bmp.bands());
  }

  /// Pixels of three or four bytes as numbers 0xaarrggbb.
  static int[] argb(ByteBuffer pixels, int count, int bands) {
    int[] argb = new int[count];
    for (int i = 0; i < count; i++) {
      int alpha = bands == 4 ? pixels.get(4 * i + 3) : 0xff;
      for (int band = 0; band < 3; band++) {
        argb[i] = argb[i] << 8 | Byte.toUnsignedInt(pixels.get(i * bands + band));
      }
      argb[i] |= alpha << 24;
    }
    return argb;
  }

  /// Its pixels by the JDK, as numbers 0xaarrggbb row by row.
  int[] decodedByTheJdk() {
    return decodedByTheJdk(bytes());
  }

  /// The pixels of a file of any format by the JDK, as numbers 0xaarrggbb row by row.
  public static int[] decodedByTheJdk(byte[] file) {
    try {
      var picture = ImageIO.read(new ByteArrayInputStream(file));
      int width = picture.getWidth();
      return picture.getRGB(0, 0, width, picture.getHeight(), (int @Nullable []) null, 0, width);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
