package io.calotype.upload.filetype;

import io.calotype.media.MediaType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The top-level atoms of a QuickTime movie that does not begin with a file type (QuickTime File
/// Format, "Atoms"). An atom is a 32-bit length that includes itself, a type, and a 64-bit length
/// if the first one is 1.
final class MovieAtoms {
  private static final int HEADER = 8;
  private static final int LONG_HEADER = 16;
  private static final int MAX_ATOMS = 10_000;
  private static final String FILE_TYPE = "ftyp";
  private static final String MOVIE = "moov";

  private static final Set<String> FIRST = Set.of(MOVIE, "mdat", "wide", "free", "skip", "pnot");
  private static final Set<String> FOLLOWING =
      Set.of(
          MOVIE, "mdat", "wide", "free", "skip", "pnot", FILE_TYPE, "PICT", "udta", "uuid", "meta",
          "junk", "prfl", "moof", "mfra", "sidx", "styp");
  private static final Set<String> IN_MOVIE =
      Set.of(
          "mvhd", "cmov", "rmra", "trak", "udta", "iods", "clip", "prfl", "meta", "free", "skip",
          "wide", "mvex", "uuid");

  private MovieAtoms() {}

  /// Returns the type of a file that begins with `head`: that of a file type box among the first
  /// atoms, otherwise QuickTime. Empty if these are no atoms.
  static Optional<MediaType> type(byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    if (head.length < HEADER || !FIRST.contains(name(bytes, 0))) {
      return Optional.empty();
    }
    long at = 0;
    while (at + HEADER <= head.length) {
      String name = name(bytes, (int) at);
      long length = length(bytes, (int) at);
      if (name.equals(FILE_TYPE)) {
        return FileBrands.type(Arrays.copyOfRange(head, (int) at, head.length));
      }
      if (length < HEADER || !FOLLOWING.contains(name) || !plausible(bytes, name, (int) at)) {
        return Optional.empty();
      }
      at = length > head.length ? head.length : at + length;
    }
    return Optional.of(MediaType.QUICKTIME);
  }

  /// Returns whether the atoms of `file` are complete up to a movie atom. The media data after it
  /// may be cut.
  static boolean hasMovie(FileChannel file) throws IOException {
    long at = 0;
    for (int i = 0; i < MAX_ATOMS && at + HEADER <= file.size(); i++) {
      ByteBuffer header = ByteBuffer.allocate(LONG_HEADER);
      file.read(header, at);
      long length = length(header, 0);
      boolean toTheEnd = length == Long.MAX_VALUE;
      if (length < HEADER || (length > file.size() - at && !toTheEnd)) {
        return false;
      }
      if (name(header, 0).equals(MOVIE)) {
        return true;
      }
      if (toTheEnd) {
        return false;
      }
      at += length;
    }
    return false;
  }

  /// A movie begins with an atom that is allowed in one.
  private static boolean plausible(ByteBuffer bytes, String name, int at) {
    int child = at + HEADER;
    return !name.equals(MOVIE)
        || child + HEADER > bytes.capacity()
        || IN_MOVIE.contains(name(bytes, child));
  }

  private static String name(ByteBuffer bytes, int at) {
    byte[] name = new byte[Integer.BYTES];
    bytes.get(at + Integer.BYTES, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /// Returns the length of the atom at `at` with its header. `Long.MAX_VALUE` for an atom that
  /// reaches to the end of the file; 0 for an impossible one.
  private static long length(ByteBuffer bytes, int at) {
    long length = Integer.toUnsignedLong(bytes.getInt(at));
    if (length == 0) {
      return Long.MAX_VALUE;
    }
    if (length != 1) {
      return length;
    }
    long longer =
        at + LONG_HEADER <= bytes.capacity() ? bytes.getLong(at + HEADER) : Long.MAX_VALUE;
    return longer < LONG_HEADER ? 0 : longer;
  }
}
