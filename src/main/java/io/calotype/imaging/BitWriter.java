package io.calotype.imaging;

import java.io.ByteArrayOutputStream;

/// Numbers packed into bytes, the lowest bit first.
final class BitWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long pending;
  private int held;

  /// Appends a number that fits into `count` bits, at most 32.
  void put(int count, long number) {
    pending |= number << held;
    held += count;
    for (; held >= 8; held -= 8) {
      bytes.write((int) pending);
      pending >>>= 8;
    }
  }

  /// All that was put, filled up with zeros to a whole byte.
  byte[] bytes() {
    if (held > 0) {
      put(8 - held, 0);
    }
    return bytes.toByteArray();
  }
}
