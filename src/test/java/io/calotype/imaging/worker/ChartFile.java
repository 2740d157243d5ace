package io.calotype.imaging.worker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A chart of four fields as a PNG, BMP or TIFF whose samples are in any encoding.
///
/// The fields are (200,60,60) (60,200,60) / (60,60,200) (188,188,188) in sRGB.
final class ChartFile {
  static final int WIDTH = 40;
  static final int HEIGHT = 30;
  static final int[][] FIELDS = {{200, 60, 60}, {60, 200, 60}, {60, 60, 200}, {188, 188, 188}};

  private ChartFile() {}

  /// Encodes linear colours of sRGB as levels of 0 to 1, in any number of bands.
  @FunctionalInterface
  interface Encoder {
    double[] levels(double[] linear);
  }

  /// The levels of all pixels, from the top left, the bands of a pixel together.
  static double[] levels(Encoder encoder) {
    List<double[]> pixels = new ArrayList<>();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] field = FIELDS[2 * (2 * y / HEIGHT) + 2 * x / WIDTH];
        pixels.add(encoder.levels(linear(field)));
      }
    }
    return pixels.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
  }

  private static double[] linear(int[] field) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double level = field[i] / 255.0;
      linear[i] = level <= 0.04045 ? level / 12.92 : Math.pow((level + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  /// The sRGB curve.
  static double[] encoded(double... linear) {
    double[] levels = new double[linear.length];
    for (int i = 0; i < linear.length; i++) {
      double root = 1.055 * Math.pow(linear[i], 1 / 2.4) - 0.055;
      levels[i] = linear[i] <= 0.0031308 ? 12.92 * linear[i] : root;
    }
    return levels;
  }

  /// Linear colours in the primaries of Adobe RGB.
  static double[] adobe(double... rgb) {
    return new double[] {
      0.715125 * rgb[0] + 0.284875 * rgb[1], rgb[1], 0.041162 * rgb[1] + 0.958838 * rgb[2]
    };
  }

  /// Linear colours in the primaries of BT.2020.
  static double[] bt2020(double... rgb) {
    return new double[] {
      0.627404 * rgb[0] + 0.329283 * rgb[1] + 0.043313 * rgb[2],
      0.069097 * rgb[0] + 0.919541 * rgb[1] + 0.011362 * rgb[2],
      0.016391 * rgb[0] + 0.088013 * rgb[1] + 0.895595 * rgb[2]
    };
  }

  /// The PQ curve, with white at 203 cd/m².
  static double[] pq(double... linear) {
    double[] levels = new double[linear.length];
    for (int i = 0; i < linear.length; i++) {
      double power = Math.pow(linear[i] * 203 / 10_000, 0.1593017578125);
      levels[i] = Math.pow((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power), 78.84375);
    }
    return levels;
  }

  /// Every level to a power.
  static double[] power(double exponent, double... levels) {
    return java.util.Arrays.stream(levels).map(level -> Math.pow(level, exponent)).toArray();
  }

  /// The same with one more band.
  static double[] with(double alpha, double... levels) {
    double[] all = java.util.Arrays.copyOf(levels, levels.length + 1);
    all[levels.length] = alpha;
    return all;
  }

  /// A PNG of 16 bits a sample.
  ///
  /// @param chunks their names and data in turn
  static byte[] png(Encoder encoder, Object... chunks) {
    double[] levels = levels(encoder);
    int bands = levels.length / WIDTH / HEIGHT;
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(ByteBuffer.allocate(8).putLong(0x89504e470d0a1a0aL).array());
    byte type = new byte[] {0, 4, 2, 6}[bands - 1];
    ByteBuffer header = ByteBuffer.allocate(13).putInt(WIDTH).putInt(HEIGHT).put((byte) 16);
    chunk(png, "IHDR", header.put(type).array());
    for (int i = 0; i < chunks.length; i += 2) {
      chunk(png, (String) chunks[i], (byte[]) chunks[i + 1]);
    }
    ByteBuffer rows = ByteBuffer.allocate(HEIGHT * (1 + 2 * bands * WIDTH));
    for (int i = 0; i < levels.length; i++) {
      if (i % (bands * WIDTH) == 0) {
        rows.put((byte) 0);
      }
      rows.putShort((short) Math.round(65_535 * levels[i]));
    }
    chunk(png, "IDAT", deflated(rows.array()));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String name, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
    chunk.put(name.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    png.writeBytes(chunk.putInt((int) crc.getValue()).array());
  }

  static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] deflated = new byte[bytes.length + 100];
      return java.util.Arrays.copyOf(deflated, deflater.deflate(deflated));
    }
  }

  /// Numbers of 32 bits, each multiplied by 100,000.
  static byte[] hundredThousandths(double... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
    for (double number : numbers) {
      bytes.putInt((int) Math.round(100_000 * number));
    }
    return bytes.array();
  }

  /// A bitmap of 24 bits a pixel with a header of version 4, or 5 where it has a profile.
  ///
  /// @param numbers nine of the endpoints, then three gammas
  static byte[] bmp(Encoder encoder, int space, double[] numbers, byte[] profile) {
    double[] levels = levels(encoder);
    int header = profile.length > 0 ? 124 : 108;
    ByteBuffer bmp = ByteBuffer.allocate(14 + header + levels.length + profile.length);
    bmp.order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x4d42).putInt(bmp.capacity()).putInt(0);
    bmp.putInt(14 + header).putInt(header).putInt(WIDTH).putInt(-HEIGHT);
    bmp.putShort((short) 1).putShort((short) 24).position(70);
    bmp.putInt(space);
    for (int i = 0; i < numbers.length; i++) {
      bmp.putInt((int) Math.round(numbers[i] * (i < 9 ? 1 << 30 : 1 << 16)));
    }
    if (profile.length > 0) {
      bmp.position(126).putInt(header + levels.length).putInt(profile.length);
    }
    bmp.position(14 + header);
    for (int i = 0; i < levels.length; i++) {
      bmp.put((byte) Math.round(255 * levels[i - i % 3 + 2 - i % 3]));
    }
    return bmp.put(profile).array();
  }

  /// A field of a TIFF.
  ///
  /// @param type 3 short, 4 long, 5 rational, 9 signed long, 11 float
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Field(int tag, int type, double... values) {
    private ByteBuffer bytes() {
      ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      for (double value : values) {
        switch (type) {
          case 3 -> bytes.putShort((short) value);
          case 5 -> bytes.putInt((int) Math.round(value * 1_000_000)).putInt(1_000_000);
          case 11 -> bytes.putFloat((float) value);
          default -> bytes.putInt((int) (long) value);
        }
      }
      return bytes.flip();
    }
  }

  /// A TIFF of one strip.
  ///
  /// @param samples those of all pixels, in little endian
  /// @param fields beside those of the size and the strip, or in place of them
  static byte[] tiff(ByteBuffer samples, Field... fields) {
    Map<Integer, Field> named = new TreeMap<>();
    named.put(256, new Field(256, 4, WIDTH));
    named.put(257, new Field(257, 4, HEIGHT));
    named.put(273, new Field(273, 4, 8));
    named.put(278, new Field(278, 4, HEIGHT));
    named.put(279, new Field(279, 4, samples.remaining()));
    for (Field field : fields) {
      named.put(field.tag(), field);
    }
    List<Field> all = new ArrayList<>(named.values());
    int directory = 8 + samples.remaining();
    int rest = directory + 2 + 12 * all.size() + 4;
    ByteBuffer tiff = ByteBuffer.allocate(rest + (1 << 20)).order(ByteOrder.LITTLE_ENDIAN);
    tiff.putShort((short) 0x4949).putShort((short) 42).putInt(directory).put(samples);
    tiff.putShort((short) all.size());
    for (Field field : all) {
      ByteBuffer bytes = field.bytes();
      tiff.putShort((short) field.tag()).putShort((short) field.type());
      tiff.putInt(field.values().length);
      if (bytes.remaining() <= 4) {
        tiff.put(tiff.position(), bytes, 0, bytes.remaining()).putInt(tiff.getInt(tiff.position()));
      } else {
        tiff.putInt(rest).put(rest, bytes, 0, bytes.remaining());
        rest += bytes.remaining();
      }
    }
    return java.util.Arrays.copyOf(tiff.array(), rest);
  }

  /// All levels, each multiplied, as whole numbers of so many bytes.
  static ByteBuffer integers(Encoder encoder, double scale, double offset, int bytes) {
    double[] levels = levels(encoder);
    ByteBuffer samples = ByteBuffer.allocate(bytes * levels.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double level : levels) {
      long value = Math.round(level * scale + offset);
      switch (bytes) {
        case 1 -> samples.put((byte) value);
        case 2 -> samples.putShort((short) value);
        default -> samples.putInt((int) value);
      }
    }
    return samples.flip();
  }

  /// All levels, each multiplied, as floating-point numbers.
  static ByteBuffer floats(Encoder encoder, double scale) {
    double[] levels = levels(encoder);
    ByteBuffer samples = ByteBuffer.allocate(4 * levels.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double level : levels) {
      samples.putFloat((float) (level * scale));
    }
    return samples.flip();
  }
}
