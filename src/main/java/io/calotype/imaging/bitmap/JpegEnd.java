package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Detects a JPEG whose end marker is missing although all its scans are present (ITU-T T.81 annex
/// B).
///
/// Some cameras and uploads lose the last bytes of a file. The marker can be added if every
/// component has all of its coefficients. Only decoding shows whether the last scan is whole.
public final class JpegEnd {
  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;
  private static final int CHUNK = 1 << 16;
  private static final int COEFFICIENTS = 64;
  private static final int MAX_COMPONENTS = 4;

  private final CheckedBytes file;
  private final int[][] missingBits = new int[256][];
  private int components;
  private int at = 2;

  private JpegEnd(CheckedBytes file) {
    this.file = file;
  }

  /// The number of bytes after which to insert the marker; empty if the file has one, or more than
  /// the marker is missing. The position of `file` does not move.
  public static Optional<Integer> missingAfter(ByteBuffer file) {
    int length = file.limit();
    boolean ended =
        length >= 2
            && file.get(length - 2) == (byte) 0xff
            && Byte.toUnsignedInt(file.get(length - 1)) == EOI;
    return ended ? Optional.empty() : new JpegEnd(CheckedBytes.bigEndian(file)).read();
  }

  private Optional<Integer> read() {
    try {
      boolean scanned = false;
      while (at < file.length()) {
        int marker = marker();
        if (marker == EOI) {
          return Optional.empty();
        }
        segment(marker);
        scanned |= marker == SOS;
      }
      return scanned && complete() ? Optional.of(trimmed()) : Optional.empty();
    } catch (BitmapException cut) {
      return Optional.empty(); // truncated within a header: the decoder refuses it
    }
  }

  /// Reads a marker, with the fill bytes before it.
  private int marker() {
    if (file.u8(at) != 0xff) {
      throw new BitmapException("no marker at " + at);
    }
    while (file.u8(at) == 0xff) {
      at++;
    }
    return file.u8(at++);
  }

  private void segment(int marker) {
    boolean bare = marker == 0x01 || (marker >= 0xd0 && marker < EOI);
    if (!bare) {
      int length = file.u16(at);
      file.within(at, length);
      if (frame(marker)) {
        frame();
      } else if (marker == SOS) {
        scan();
      }
      at += length;
    }
    if (marker == SOS) {
      skipEntropyCoded();
    }
  }

  /// Whether a marker is a frame header: SOF0 to SOF15, except DHT, JPG and DAC between them.
  private static boolean frame(int marker) {
    return marker == 0xc0 || (marker > 0xc0 && marker <= 0xcf && marker % 4 != 0);
  }

  /// Reads a frame header. All bits of every coefficient of every component are missing at first.
  private void frame() {
    components = file.u8(at + 7L);
    for (int i = 0; i < components; i++) {
      int[] bits = new int[COEFFICIENTS];
      Arrays.fill(bits, Integer.MAX_VALUE);
      missingBits[file.u8(at + 8L + 3L * i)] = bits;
    }
  }

  /// Reads a scan header: the components and coefficients that follow, and their lowest bit.
  private void scan() {
    int count = Math.min(file.u8(at + 2L), MAX_COMPONENTS);
    long selection = at + 3L + 2L * count;
    int first = file.u8(selection);
    int last = Math.min(file.u8(selection + 1), COEFFICIENTS - 1);
    int low = file.u8(selection + 2) & 15;
    for (int i = 0; i < count; i++) {
      int[] bits = missingBits[file.u8(at + 3L + 2L * i)];
      for (int k = first; bits != null && k <= last; k++) {
        bits[k] = low;
      }
    }
  }

  private boolean complete() {
    return components > 0
        && Arrays.stream(missingBits)
            .filter(bits -> bits != null)
            .allMatch(bits -> Arrays.stream(bits).allMatch(missing -> missing == 0));
  }

  /// Skips to the next marker that is neither a stuffed byte nor a restart.
  private void skipEntropyCoded() {
    byte[] chunk = new byte[CHUNK];
    int previous = 0;
    while (at < file.length()) {
      int count = Math.min(CHUNK, file.length() - at);
      file.buffer().get(at, chunk, 0, count);
      for (int i = 0; i < count; i++) {
        int value = chunk[i] & 0xff;
        if (previous == 0xff && value != 0 && value != 0xff && (value < 0xd0 || value > 0xd7)) {
          at += i - 1;
          return;
        }
        previous = value;
      }
      at += count;
    }
  }

  /// The length of the file without trailing zeros; one zero belongs to a byte 0xff before it.
  private int trimmed() {
    int end = file.length();
    while (end > 0 && file.u8(end - 1L) == 0) {
      end--;
    }
    boolean stuffed = end > 0 && end < file.length() && file.u8(end - 1L) == 0xff;
    return stuffed ? end + 1 : end;
  }
}
