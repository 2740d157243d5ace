package io.calotype.imaging;

import java.nio.ByteBuffer;

/// Pictures by formula, four bytes a pixel.
enum Painted {
  /// Opaque: red grows to the right, green to the bottom.
  GRADIENT {
    @Override
    int[] at(int x, int y, int width, int height) {
      return new int[] {255 * x / width, 255 * y / height, 128, 255};
    }
  },
  /// Opaque, and full of edges.
  WEAVE {
    @Override
    int[] at(int x, int y, int width, int height) {
      return new int[] {x * x * 3 + y * 7, x * 5 + y * y, x * y + 40, 255};
    }
  },
  /// Transparent at the left.
  FADE {
    @Override
    int[] at(int x, int y, int width, int height) {
      return new int[] {x * 9, 200 - y * 3, x + y, 255 * x / width};
    }
  },
  RED {
    @Override
    int[] at(int x, int y, int width, int height) {
      return new int[] {255, 0, 0, 255};
    }
  },
  NOTHING {
    @Override
    int[] at(int x, int y, int width, int height) {
      return new int[4];
    }
  };

  /// The pixel there; only the low byte of each number counts.
  abstract int[] at(int x, int y, int width, int height);

  ByteBuffer rgba(int width, int height) {
    ByteBuffer rgba = ByteBuffer.allocateDirect(width * height * 4);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int value : at(x, y, width, height)) {
          rgba.put((byte) value);
        }
      }
    }
    return rgba.flip();
  }
}
