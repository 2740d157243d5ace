package io.calotype.program;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/// Pictures made for tests: no two seeds give the same bytes.
final class Pictures {
  private Pictures() {}

  /// A JPEG of gradients and discs, somewhat like a photograph.
  static byte[] jpeg(int width, int height, long seed) {
    return encoded(
        drawn(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), seed), "jpeg");
  }

  /// An opaque PNG.
  static byte[] png(int width, int height, long seed) {
    return encoded(
        drawn(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), seed), "png");
  }

  /// A PNG whose corners are transparent.
  static byte[] transparentPng(int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color((int) seed * 7919 & 0xffffff));
    graphics.fillOval(0, 0, width, height);
    graphics.dispose();
    return encoded(image, "png");
  }

  /// A PNG of noise: about three bytes a pixel.
  static byte[] noise(int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new Random(seed).ints((long) width * height).toArray();
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return encoded(image, "png");
  }

  /// The pixels of a JPEG or PNG.
  static BufferedImage decoded(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage drawn(BufferedImage image, long seed) {
    Random random = new Random(seed);
    Graphics2D graphics = image.createGraphics();
    int width = image.getWidth();
    int height = image.getHeight();
    graphics.setPaint(new GradientPaint(0, 0, colour(random), width, height, colour(random)));
    graphics.fillRect(0, 0, width, height);
    for (int i = 0; i < 40; i++) {
      graphics.setColor(colour(random));
      int size = 1 + random.nextInt(Math.max(1, width / 4));
      graphics.fillOval(random.nextInt(width), random.nextInt(height), size, size);
    }
    graphics.dispose();
    return image;
  }

  private static Color colour(Random random) {
    return new Color(random.nextInt(1 << 24));
  }

  /// The bytes of `image` in a format that ImageIO writes.
  static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
