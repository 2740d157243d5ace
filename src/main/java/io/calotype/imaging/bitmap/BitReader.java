package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;

/// Reads numbers of any count of bits, one after the other.
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

  /// Reads bits from the highest of each byte, as in AV1.
  public static BitReader highestFirst(ByteBuffer bytes) {
    return new BitReader(bytes, true);
  }

  /// Reads bits from the lowest of each byte, as in JPEG XL.
  public static BitReader lowestFirst(ByteBuffer bytes) {
    return new BitReader(bytes, false);
  }

  /// Reads a number of `count` bits, at most 32.
  public long read(int count) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number = highestFirst ? number << 1 | bit() : number | (long) bit() << i;
    }
    return number;
  }

  /// Reads one bit.
  public boolean flag() {
    return bit() == 1;
  }

  /// Skips `count` bits.
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
