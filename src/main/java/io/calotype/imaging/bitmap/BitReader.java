package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;

/// Numbers of any count of bits, read one after the other.
///
/// Errors: `IndexOutOfBoundsException` beyond the end.
public final class BitReader {
  private final ByteBuffer bytes;
  private final boolean highestFirst;
  private long at;

  private BitReader(ByteBuffer bytes, boolean highestFirst) {
    this.bytes = bytes.slice();
    this.highestFirst = highestFirst;
  }

  /// Bits from the highest of each byte, as in AV1.
  public static BitReader highestFirst(ByteBuffer bytes) {
    return new BitReader(bytes, true);
  }

  /// Bits from the lowest of each byte, as in JPEG XL.
  public static BitReader lowestFirst(ByteBuffer bytes) {
    return new BitReader(bytes, false);
  }

  /// The next number of `count` bits, at most 32.
  public long read(int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = highestFirst ? number << 1 | bit() : number | (long) bit() << i;
    }
    return number;
  }

  /// The next bit.
  public boolean flag() {
    return bit() == 1;
  }

  /// Passes over bits.
  public void skip(long count) {
    at += count;
  }

  private int bit() {
    int value = bytes.get(Math.toIntExact(at / 8));
    int place = (int) (at % 8);
    at++;
    return value >> (highestFirst ? 7 - place : place) & 1;
  }
}
