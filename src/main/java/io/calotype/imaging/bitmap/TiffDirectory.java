package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An image file directory of a TIFF or BigTIFF (TIFF 6.0 section 2), of a file or of EXIF
/// metadata. Of a truncated directory, the entries that are present count.
public final class TiffDirectory {
  public static final int BITS_PER_SAMPLE = 258;
  public static final int PHOTOMETRIC = 262;
  public static final int SAMPLES_PER_PIXEL = 277;
  public static final int PLANAR_CONFIGURATION = 284;
  public static final int TRANSFER_FUNCTION = 301;
  public static final int WHITE_POINT = 318;
  public static final int PRIMARY_CHROMATICITIES = 319;
  public static final int EXTRA_SAMPLES = 338;
  public static final int SMALLEST_SAMPLE = 340;
  public static final int LARGEST_SAMPLE = 341;

  private static final int CLASSIC = 42;
  private static final int BIG = 43;
  private static final int HEADER = 8;
  private static final int MAX_ENTRIES = 1 << 16;
  private static final int MAX_COUNT = 3 << 16;
  private static final int[] BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private final ByteBuffer file;
  private final boolean big;
  private final Map<Integer, Integer> entries = new HashMap<>();

  private TiffDirectory(ByteBuffer file, boolean big, int start) {
    this.file = file;
    this.big = big;
    int first = start + (big ? 8 : 2);
    int bytes = big ? 20 : 12;
    int inside = Math.min((file.limit() - first) / bytes, MAX_ENTRIES);
    long stated = big ? file.getLong(start) : Short.toUnsignedLong(file.getShort(start));
    long count = stated < 0 ? inside : Math.min(stated, inside);
    for (int i = 0; i < count; i++) {
      entries.putIfAbsent(Short.toUnsignedInt(file.getShort(first + i * bytes)), first + i * bytes);
    }
  }

  /// Reads the first directory; empty if there is none.
  public static Optional<TiffDirectory> read(ByteBuffer tiff) {
    ByteBuffer file = tiff.slice();
    if (file.limit() < HEADER || (file.getShort(0) != 0x4949 && file.getShort(0) != 0x4d4d)) {
      return Optional.empty();
    }
    file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return switch (file.getShort(2)) {
      case CLASSIC -> at(file, false, 4);
      case BIG -> at(file, true, 8);
      default -> Optional.empty();
    };
  }

  /// The directory at the offset that is stored at `pointer`; empty if it is outside the file.
  private static Optional<TiffDirectory> at(ByteBuffer file, boolean big, int pointer) {
    try {
      int start = offset(file, big, pointer);
      return start < HEADER ? Optional.empty() : Optional.of(new TiffDirectory(file, big, start));
    } catch (IndexOutOfBoundsException | ArithmeticException outside) {
      return Optional.empty();
    }
  }

  private static int offset(ByteBuffer file, boolean big, int at) {
    return Math.toIntExact(big ? file.getLong(at) : Integer.toUnsignedLong(file.getInt(at)));
  }

  /// Whether the directory has any of these tags.
  public boolean hasAny(int... tags) {
    return Arrays.stream(tags).anyMatch(entries::containsKey);
  }

  /// The directory that a tag points to, for any type of the tag; empty without one.
  public Optional<TiffDirectory> directory(int tag) {
    Integer entry = entries.get(tag);
    return entry == null ? Optional.empty() : at(file, big, valueAt(entry));
  }

  /// The numbers of a tag; none if it is absent, damaged, or not numeric.
  public double[] numbers(int tag) {
    Integer entry = entries.get(tag);
    try {
      return entry == null ? new double[0] : numbersAt(entry);
    } catch (IndexOutOfBoundsException | ArithmeticException damaged) {
      return new double[0];
    }
  }

  /// The first number of a tag, or `otherwise`.
  public double number(int tag, double otherwise) {
    double[] numbers = numbers(tag);
    return numbers.length == 0 ? otherwise : numbers[0];
  }

  /// Replaces the value of a tag, a single short number, in a copy of the file.
  public void patch(ByteBuffer copy, int tag, int value) {
    Integer entry = entries.get(tag);
    if (entry == null) {
      throw new BitmapException("no tag " + tag);
    }
    copy.order(file.order()).putShort(valueAt(entry), (short) value);
  }

  private double[] numbersAt(int entry) {
    int type = file.getShort(entry + 2);
    long count = big ? file.getLong(entry + 4) : Integer.toUnsignedLong(file.getInt(entry + 4));
    int size = type > 0 && type < BYTES.length ? BYTES[type] : 0;
    if (size == 0 || count < 0 || count > MAX_COUNT) {
      return new double[0];
    }
    int values = valueAt(entry);
    boolean inside = count * size <= (big ? 8 : 4);
    int at = inside ? values : offset(file, big, values);
    double[] numbers = new double[(int) count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(type, at + i * size);
    }
    return numbers;
  }

  private int valueAt(int entry) {
    return entry + (big ? 12 : 8);
  }

  private double number(int type, int at) {
    return switch (type) {
      case 1, 7 -> Byte.toUnsignedInt(file.get(at));
      case 3 -> Short.toUnsignedInt(file.getShort(at));
      case 4, 13 -> Integer.toUnsignedLong(file.getInt(at));
      case 5 ->
          (double) Integer.toUnsignedLong(file.getInt(at))
              / Integer.toUnsignedLong(file.getInt(at + 4));
      case 6 -> file.get(at);
      case 8 -> file.getShort(at);
      case 9 -> file.getInt(at);
      case 10 -> (double) file.getInt(at) / file.getInt(at + 4);
      case 11 -> file.getFloat(at);
      case 12 -> file.getDouble(at);
      case 16, 17, 18 -> file.getLong(at);
      default -> Double.NaN;
    };
  }
}
