package io.calotype.imaging.worker;

import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/// Pictures made for a test.
public final class Pictures {
  private static final int AFTER_IHDR = 33;
  private static final int HALF_RED = 0x80ff0000;

  private Pictures() {}

  /// A photograph of sorts: gradients with some texture.
  public static Path photo(Path folder, String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    paint(image, 0xff);
    return written(image, folder, format);
  }

  /// The same with an alpha channel, in which every pixel is opaque but the one at the end.
  static Path almostOpaque(Path folder, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    paint(image, 0xff);
    image.setRGB(width - 1, height - 1, 0xfe000000);
    return written(image, folder, "png");
  }

  /// The same with an alpha channel that says nothing.
  static Path opaqueWithAlpha(Path folder, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    paint(image, 0xff);
    return written(image, folder, "png");
  }

  /// Half transparent red everywhere.
  static Path halfRed(Path folder, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, HALF_RED);
      }
    }
    return written(image, folder, "png");
  }

  /// Few bytes in a file, four bytes a pixel in memory: grey with alpha.
  static Path large(Path folder, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_4BYTE_ABGR);
    byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    data[0] = 1;
    return written(image, folder, "png");
  }

  /// `#404040` everywhere, in the colour space of that profile of Java's.
  static Path grey40(Path folder, int profile) {
    BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
    Arrays.fill(((DataBufferInt) image.getRaster().getDataBuffer()).getData(), 0x404040);
    try {
      Path file = written(image, folder, "png");
      byte[] icc = ICC_Profile.getInstance(profile).getData();
      return Files.write(file, withProfile(Files.readAllBytes(file), icc));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A PNG with an `iCCP` chunk right after its header.
  private static byte[] withProfile(byte[] png, byte[] profile) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write("iCCPicc\0\0".getBytes(StandardCharsets.US_ASCII));
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(data)) {
      deflated.write(profile);
    }
    CRC32 crc = new CRC32();
    crc.update(data.toByteArray());
    ByteBuffer whole = ByteBuffer.allocate(png.length + data.size() + 8);
    whole.put(png, 0, AFTER_IHDR).putInt(data.size() - 4).put(data.toByteArray());
    whole.putInt((int) crc.getValue()).put(png, AFTER_IHDR, png.length - AFTER_IHDR);
    return whole.array();
  }

  private static void paint(BufferedImage image, int alpha) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int texture = (x * 31 + y * 17) % 23;
        int red = (x * 200 / image.getWidth() + texture) & 0xff;
        int green = (y * 200 / image.getHeight() + texture) & 0xff;
        image.setRGB(x, y, (alpha << 24) | (red << 16) | (green << 8) | ((x ^ y) & 0x7f));
      }
    }
  }

  private static Path written(BufferedImage image, Path folder, String format) {
    try {
      Path file = folder.resolve("picture." + format);
      ImageIO.write(image, format, file.toFile());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
