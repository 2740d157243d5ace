package io.calotype.imaging.worker;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// Pictures made for a test.
final class Pictures {
  private static final int HALF_RED = 0x80ff0000;

  private Pictures() {}

  /// A photograph of sorts: gradients with some texture.
  static Path photo(Path folder, String format, int width, int height) {
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
