package io.calotype.imaging;

import java.io.ByteArrayOutputStream;

/// Packs numbers into bytes, lowest bit first.
final class BitWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long pending;
  private int held;

  /// Appends a number of `count` bits, at most 32.
  void put(int count, long number) {
    pending |= number << held;
    held += count;
    for (; held >= 8; held -= 8) {
      bytes.write((int) pending);
      pending >>>= 8;
    }
  }

  /// Returns the packed bytes. The last byte is padded with zero bits.
  byte[] bytes() {
    if (held > 0) {
      put(8 - held, 0);
    }
    return bytes.toByteArray();
  }
}
