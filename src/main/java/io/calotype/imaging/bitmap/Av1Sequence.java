package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.util.Optional;

/// Colour properties in the sequence header of an AV1 stream (AV1 bitstream specification, sections
/// 5.5.1 and 5.5.2).
///
/// @param primaries as in ITU-T H.273; 2 if unspecified
/// @param transfer as in ITU-T H.273; 2 if unspecified
/// @param fullRange whether levels range from 0 to the largest
public record Av1Sequence(int primaries, int transfer, boolean fullRange) {
  private static final int SEQUENCE_HEADER = 1;
  private static final int TEMPORAL_DELIMITER = 2;
  private static final int SRGB = 13;

  /// The first sequence header in a stream; empty if the stream does not begin with one.
  public static Optional<Av1Sequence> find(ByteBuffer stream) {
    try {
      int at = 0;
      while (true) {
        int header = Byte.toUnsignedInt(stream.get(at));
        int type = header >> 3 & 15;
        int start = at + 1 + ((header & 4) == 0 ? 0 : 1);
        int[] size = {start, stream.limit() - start};
        if ((header & 2) != 0) {
          leb128(stream, size);
        }
        if (type == SEQUENCE_HEADER) {
          return Optional.of(read(BitReader.highestFirst(stream.slice(size[0], size[1]))));
        }
        if (type != TEMPORAL_DELIMITER) {
          return Optional.empty();
        }
        at = size[0] + size[1];
      }
    } catch (IndexOutOfBoundsException damaged) {
      return Optional.empty();
    }
  }

  /// Reads a variable-length number. Replaces the first element, its start, by its end, and the
  /// second by the number.
  private static void leb128(ByteBuffer stream, int[] size) {
    int number = 0;
    int at = size[0];
    for (int i = 0; i < 4; i++) {
      int next = stream.get(at++);
      number |= (next & 0x7f) << (7 * i);
      if (next >= 0) {
        break;
      }
    }
    size[0] = at;
    size[1] = number;
  }

  private static Av1Sequence read(BitReader bits) {
    int profile = (int) bits.read(3);
    bits.skip(1); // still picture
    boolean reduced = bits.flag();
    if (reduced) {
      bits.skip(5);
    } else {
      operatingPoints(bits);
    }
    int widthBits = (int) bits.read(4) + 1;
    int heightBits = (int) bits.read(4) + 1;
    bits.skip(widthBits + heightBits);
    tools(bits, reduced);
    return color(bits, profile);
  }

  private static void operatingPoints(BitReader bits) {
    int delay = 0;
    boolean model = false;
    if (bits.flag()) {
      timing(bits);
      model = bits.flag();
      if (model) {
        delay = (int) bits.read(5) + 1;
        bits.skip(32 + 5 + 5);
      }
    }
    boolean displayDelay = bits.flag();
    int points = (int) bits.read(5) + 1;
    for (int i = 0; i < points; i++) {
      bits.skip(12);
      bits.skip(bits.read(5) > 7 ? 1 : 0);
      bits.skip(model && bits.flag() ? 2L * delay + 1 : 0);
      bits.skip(displayDelay && bits.flag() ? 4 : 0);
    }
  }

  private static void timing(BitReader bits) {
    bits.skip(64);
    if (bits.flag()) {
      int zeros = 0;
      while (!bits.flag()) {
        zeros++;
      }
      bits.skip(zeros);
    }
  }

  private static void tools(BitReader bits, boolean reduced) {
    if (!reduced && bits.flag()) {
      bits.skip(7);
    }
    bits.skip(3);
    if (!reduced) {
      bits.skip(4);
      boolean order = bits.flag();
      bits.skip(order ? 2 : 0);
      boolean chosen = bits.flag();
      boolean screen = chosen || bits.flag();
      if (screen && !bits.flag()) {
        bits.skip(1);
      }
      bits.skip(order ? 3 : 0);
    }
    bits.skip(3);
  }

  private static Av1Sequence color(BitReader bits, int profile) {
    boolean high = bits.flag();
    if (profile == 2 && high) {
      bits.skip(1);
    }
    boolean luma = profile != 1 && bits.flag();
    boolean described = bits.flag();
    long primaries = described ? bits.read(8) : 2;
    long transfer = described ? bits.read(8) : 2;
    long matrix = described ? bits.read(8) : 2;
    boolean rgb = !luma && primaries == 1 && transfer == SRGB && matrix == 0;
    return new Av1Sequence((int) primaries, (int) transfer, rgb || bits.flag());
  }
}
