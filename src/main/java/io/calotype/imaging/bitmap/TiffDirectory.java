package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The first image file directory of a TIFF or BigTIFF (TIFF 6.0 section 2).
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

  private static final int BIG = 43;
  private static final int MAX_COUNT = 3 << 16;
  private static final int[] BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private final ByteBuffer file;
  private final boolean big;
  private final Map<Integer, Integer> entries = new HashMap<>();

  private TiffDirectory(ByteBuffer file, boolean big) {
    this.file = file;
    this.big = big;
  }

  /// Reads the directory of a file; empty if it cannot be read.
  public static Optional<TiffDirectory> read(ByteBuffer tiff) {
    try {
      ByteBuffer file = tiff.slice();
      file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      TiffDirectory directory = new TiffDirectory(file, file.getShort(2) == BIG);
      directory.index();
      return Optional.of(directory);
    } catch (IndexOutOfBoundsException | ArithmeticException damaged) {
      return Optional.empty();
    }
  }

  private void index() {
    int at = big ? Math.toIntExact(file.getLong(8)) : file.getInt(4);
    int count = big ? Math.toIntExact(file.getLong(at)) : Short.toUnsignedInt(file.getShort(at));
    int first = at + (big ? 8 : 2);
    int bytes = big ? 20 : 12;
    for (int i = 0; i < Math.min(count, 1 << 16); i++) {
      entries.putIfAbsent(Short.toUnsignedInt(file.getShort(first + i * bytes)), first + i * bytes);
    }
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
    copy.order(file.order()).putShort(entry + (big ? 12 : 8), (short) value);
  }

  private double[] numbersAt(int entry) {
    int type = file.getShort(entry + 2);
    long count = big ? file.getLong(entry + 4) : Integer.toUnsignedLong(file.getInt(entry + 4));
    int size = type > 0 && type < BYTES.length ? BYTES[type] : 0;
    if (size == 0 || count < 0 || count > MAX_COUNT) {
      return new double[0];
    }
    int values = entry + (big ? 12 : 8);
    boolean inside = count * size <= (big ? 8 : 4);
    int at = inside ? values : offset(values);
    double[] numbers = new double[(int) count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(type, at + i * size);
    }
    return numbers;
  }

  private int offset(int at) {
    return Math.toIntExact(big ? file.getLong(at) : Integer.toUnsignedLong(file.getInt(at)));
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
