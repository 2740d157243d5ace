package io.calotype.upload.filetype;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An image file directory of a TIFF or BigTIFF (TIFF 6.0 section 2): the tag numbers that
/// distinguish pictures from sensor data. Reads a staged file of any size piece by piece, in the
/// server; renderers read from memory, by `imaging.bitmap.TiffDirectory`.
///
/// @param values the first numbers of each tag, at most [#MAX_VALUES]
record RawDirectory(Map<Integer, List<Long>> values) {
  static final int NEW_SUBFILE_TYPE = 254;
  static final int PHOTOMETRIC = 262;
  static final int SUB_DIRECTORIES = 330;
  static final int DNG_VERSION = 50706;

  private static final Set<Integer> TAGS =
      Set.of(NEW_SUBFILE_TYPE, PHOTOMETRIC, SUB_DIRECTORIES, DNG_VERSION);

  private static final int MAX_DIRECTORIES = 32;
  private static final int MAX_ENTRIES = 4096;
  private static final int MAX_VALUES = 16;
  private static final int BIG_MAGIC = 43;

  /// Returns the directories of `file` in order, as far as they are readable. The decoder reports
  /// faults of a TIFF.
  static List<RawDirectory> of(FileChannel file) throws IOException {
    return new Reader(file).read();
  }

  /// Returns the first number of a tag; 0 if the tag is absent.
  long value(int tag) {
    List<Long> all = values.getOrDefault(tag, List.of());
    return all.isEmpty() ? 0 : all.getFirst();
  }

  private static final class Reader {
    private final FileChannel file;
    private final ByteOrder order;
    private final boolean big;
    private final Deque<Long> waiting = new ArrayDeque<>();

    Reader(FileChannel file) throws IOException {
      this.file = file;
      ByteBuffer head = ByteBuffer.allocate(4);
      file.read(head, 0);
      this.order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      this.big = head.order(order).getShort(2) == BIG_MAGIC;
    }

    List<RawDirectory> read() throws IOException {
      List<RawDirectory> found = new ArrayList<>();
      Set<Long> seen = new HashSet<>();
      waiting.add(offset(at(big ? 8 : 4, 8)));
      while (!waiting.isEmpty() && found.size() < MAX_DIRECTORIES) {
        long offset = waiting.removeFirst();
        if (offset > 0 && offset < file.size() && seen.add(offset)) {
          found.add(directory(offset));
        }
      }
      return found;
    }

    private RawDirectory directory(long offset) throws IOException {
      int entryBytes = big ? 20 : 12;
      ByteBuffer head = at(offset, 8);
      long count = big ? head.getLong(0) : Short.toUnsignedLong(head.getShort(0));
      int entries = Math.clamp(count, 0, MAX_ENTRIES);
      long first = offset + (big ? 8 : 2);
      ByteBuffer table = at(first, entries * entryBytes + 8);
      Map<Integer, List<Long>> values = new HashMap<>();
      for (int i = 0; i < entries; i++) {
        int tag = Short.toUnsignedInt(table.getShort(i * entryBytes));
        if (TAGS.contains(tag)) {
          values.put(tag, values(table.slice(i * entryBytes, entryBytes).order(order)));
        }
      }
      waiting.addAll(values.getOrDefault(SUB_DIRECTORIES, List.of()));
      waiting.add(offset(table.slice(entries * entryBytes, 8).order(order)));
      return new RawDirectory(values);
    }

    private List<Long> values(ByteBuffer entry) throws IOException {
      int size = size(entry.getShort(2));
      long count = big ? entry.getLong(4) : Integer.toUnsignedLong(entry.getInt(4));
      int kept = Math.clamp(count, 0, MAX_VALUES);
      int inline = big ? 8 : 4;
      int at = big ? 12 : 8;
      boolean elsewhere = count > inline / size;
      ByteBuffer data =
          elsewhere
              ? at(offset(entry.slice(at, inline).order(order)), kept * size)
              : entry.slice(at, inline).order(order);
      List<Long> values = new ArrayList<>();
      for (int i = 0; i < kept; i++) {
        values.add(number(data, i * size, size));
      }
      return values;
    }

    /// Returns the bytes per number of a field type; 1 for an unknown type.
    private static int size(short type) {
      return switch (type) {
        case 3 -> 2;
        case 4, 13 -> 4;
        case 16, 18 -> 8;
        default -> 1;
      };
    }

    private static long number(ByteBuffer data, int at, int size) {
      return switch (size) {
        case 2 -> Short.toUnsignedLong(data.getShort(at));
        case 4 -> Integer.toUnsignedLong(data.getInt(at));
        case 8 -> data.getLong(at);
        default -> Byte.toUnsignedLong(data.get(at));
      };
    }

    private long offset(ByteBuffer number) {
      return number(number, 0, big ? 8 : 4);
    }

    /// Reads bytes of the file; zeros beyond its end.
    private ByteBuffer at(long offset, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
      long at = Math.max(0, offset);
      while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) > 0) {
        // read on
      }
      return bytes.rewind();
    }
  }
}
