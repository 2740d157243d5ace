package io.calotype.imaging.color;

import io.calotype.imaging.bitmap.BitReader;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The colour encoding in the header of a JPEG XL (ISO/IEC 18181-1 annexes D and E), as a bare
/// codestream or in a container.
final class JxlColor {
  private static final int CODESTREAM = 0xff0a;
  private static final int JXLC = 0x6a786c63;
  private static final int JXLP = 0x6a786c70;
  private static final int GREY = 1;
  private static final int XYB = 2;
  private static final int CUSTOM = 2;
  private static final int UNSPECIFIED = 2;
  private static final int MAX_EXTRA_CHANNELS = 256;

  private final BitReader bits;

  private JxlColor(BitReader bits) {
    this.bits = bits;
  }

  /// The code points of the header; empty if it has a profile or a gamma, or uses all defaults.
  static Optional<Cicp> of(ByteBuffer file) {
    try {
      return codestream(file).flatMap(code -> new JxlColor(BitReader.lowestFirst(code)).read());
    } catch (IndexOutOfBoundsException | ArithmeticException damaged) {
      return Optional.empty();
    }
  }

  private static Optional<ByteBuffer> codestream(ByteBuffer file) {
    if (Short.toUnsignedInt(file.getShort(0)) == CODESTREAM) {
      return Optional.of(file.slice(2, file.limit() - 2));
    }
    for (long at = 0; at + 16 <= file.limit(); ) {
      int from = (int) at;
      long size = Integer.toUnsignedLong(file.getInt(from));
      int type = file.getInt(from + 4);
      int header = size == 1 ? 16 : 8;
      int index = type == JXLP ? 4 : 0;
      if (type == JXLC || type == JXLP) {
        int start = from + header + index + 2;
        return Optional.of(file.slice(start, file.limit() - start));
      }
      size = size == 1 ? file.getLong(from + 8) : size;
      if (size < header) {
        return Optional.empty();
      }
      at = Math.addExact(at, size);
    }
    return Optional.empty();
  }

  private Optional<Cicp> read() {
    size();
    if (bits.flag()) {
      return Optional.empty();
    }
    if (bits.flag()) {
      extraFields();
    }
    depth();
    bits.skip(1); // buffers of 16 bits
    long channels = number(0, 0, 1, 0, 2, 4, 1, 12);
    for (int i = 0; i < Math.min(channels, MAX_EXTRA_CHANNELS); i++) {
      extraChannel();
    }
    bits.skip(1); // XYB
    return encoding();
  }

  private Optional<Cicp> encoding() {
    boolean usual = bits.flag();
    boolean profile = !usual && bits.flag();
    if (usual || profile) {
      return Optional.empty();
    }
    long space = constant();
    if (space == XYB) {
      return Optional.empty();
    }
    if (constant() == CUSTOM) {
      point();
    }
    long primaries = space == GREY ? UNSPECIFIED : constant();
    if (space != GREY && primaries == CUSTOM) {
      point();
      point();
      point();
    }
    return bits.flag()
        ? Optional.empty()
        : Optional.of(new Cicp((int) primaries, (int) constant(), true));
  }

  private void size() {
    boolean eighths = bits.flag();
    side(eighths);
    if (bits.read(3) == 0) {
      side(eighths);
    }
  }

  private void side(boolean eighths) {
    if (eighths) {
      bits.skip(5);
    } else {
      number(1, 9, 1, 13, 1, 18, 1, 30);
    }
  }

  private void extraFields() {
    bits.skip(3); // orientation
    if (bits.flag()) {
      size();
    }
    if (bits.flag()) {
      preview();
    }
    if (bits.flag()) {
      number(100, 0, 1000, 0, 1, 10, 1, 30);
      number(1, 0, 1001, 0, 1, 8, 1, 10);
      number(0, 0, 0, 3, 0, 16, 0, 32);
      bits.skip(1);
    }
  }

  private void preview() {
    boolean eighths = bits.flag();
    previewSide(eighths);
    if (bits.read(3) == 0) {
      previewSide(eighths);
    }
  }

  private void previewSide(boolean eighths) {
    if (eighths) {
      number(16, 0, 32, 0, 1, 5, 33, 9);
    } else {
      number(1, 6, 65, 8, 321, 10, 1345, 12);
    }
  }

  private void depth() {
    if (bits.flag()) {
      number(32, 0, 16, 0, 24, 0, 1, 6);
      bits.skip(4);
    } else {
      number(8, 0, 10, 0, 12, 0, 1, 6);
    }
  }

  private void extraChannel() {
    if (bits.flag()) {
      return;
    }
    long type = constant();
    depth();
    number(0, 0, 3, 0, 4, 0, 1, 3);
    bits.skip(8 * number(0, 0, 0, 4, 16, 5, 48, 10)); // its name
    switch ((int) type) {
      case 0 -> bits.skip(1); // alpha: associated
      case 2 -> bits.skip(4 * 16); // a spot colour
      case 5 -> number(1, 0, 0, 2, 3, 4, 19, 8); // of a colour filter
      default -> {} // nothing follows
    }
  }

  private void point() {
    for (int i = 0; i < 2; i++) {
      number(0, 19, 524_288, 19, 1_048_576, 20, 2_097_152, 21);
    }
  }

  private long constant() {
    return number(0, 0, 1, 0, 2, 4, 18, 6);
  }

  /// Reads a number in one of four forms, selected by two bits: an offset and a number of bits.
  private long number(int... forms) {
    int form = 2 * (int) bits.read(2);
    return forms[form] + bits.read(forms[form + 1]);
  }
}
