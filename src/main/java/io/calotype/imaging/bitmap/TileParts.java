package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The tile-parts of a JPEG 2000 codestream (ITU-T T.800 annex A), bare or in a JP2 file.
///
/// Tile-parts of several tiles may alternate, and only one of a tile must state their number.
/// OpenJPEG refuses such codestreams when it seeks a tile, and those with wrong numbers. [#ordered]
/// rearranges the tile-parts for every decoder.
public final class TileParts {
  /// A codestream of more tile-parts, or of more markers in its header, is left unchanged.
  private static final int MAX_SEGMENTS = 1 << 16;

  private static final int MAX_TILES = 65_535;
  private static final int MAX_COUNT = 255;
  private static final int SOC = 0xff4f;
  private static final int SIZ = 0xff51;
  private static final int TLM = 0xff55;
  private static final int PPM = 0xff60;
  private static final int SOT = 0xff90;
  private static final int EOC = 0xffd9;
  private static final int SOT_BYTES = 12;
  private static final int MARKER_BYTES = 2;
  private static final int JP2C = 0x6a703263;

  private final CheckedBytes file;
  private final Codestream codestream;
  private final List<ByteBuffer> header = new ArrayList<>();
  private final List<TilePart> parts = new ArrayList<>();
  private int tiles;
  private boolean packedHeaders;
  private boolean lengthsStated = true;
  private boolean ended;

  private TileParts(CheckedBytes file, Codestream codestream) {
    this.file = file;
    this.codestream = codestream;
  }

  /// The codestream between `at` and `end`.
  ///
  /// @param box the offset of its box; the same as `at` if the codestream is bare
  private record Codestream(long box, long at, long end) {}

  /// One tile-part.
  ///
  /// @param index its number within the tile (`TPsot`)
  /// @param count the number of tile-parts of the tile (`TNsot`), 0 if it is not stated here
  private record TilePart(int tile, int index, int count, long at, long length) {}

  /// The file with the tile-parts of each tile together, numbered and counted, and with an end
  /// marker, as pieces to join. Empty if the file is ordered already, if a tile-part is missing, or
  /// if the file is damaged.
  public static Optional<List<ByteBuffer>> ordered(ByteBuffer jp2) {
    CheckedBytes file = CheckedBytes.bigEndian(jp2);
    try {
      TileParts read = new TileParts(file, codestream(file));
      read.parts(read.header());
      return read.reordered();
    } catch (BitmapException damaged) {
      return Optional.empty();
    }
  }

  private static Codestream codestream(CheckedBytes file) {
    if (file.u16(0) == SOC) {
      return new Codestream(0, 0, file.length());
    }
    long at = 0;
    while (true) {
      long length = file.u32(at);
      int header = length == 1 ? 16 : 8;
      if (length == 1) {
        length = file.u32(at + 8) << 32 | file.u32(at + 12);
      }
      boolean open = length == 0 || length > file.length() - at;
      long end = open ? file.length() : at + length;
      if (end < at + header) {
        throw new BitmapException("a box of " + length + " bytes");
      }
      if (file.i32(at + 4) == JP2C) {
        return new Codestream(at, at + header, end);
      }
      at = end;
    }
  }

  /// Reads the main header. Returns the offset of the first tile-part.
  private long header() {
    long at = codestream.at() + MARKER_BYTES;
    long from = codestream.at();
    for (int markers = 0; file.u16(at) != SOT; markers++) {
      int marker = file.u16(at);
      int length = MARKER_BYTES + file.u16(at + MARKER_BYTES);
      if (markers == MAX_SEGMENTS || length <= MARKER_BYTES) {
        throw new BitmapException("marker " + marker + " of " + length + " bytes");
      }
      if (marker == SIZ) {
        tiles = tiles(at);
      }
      packedHeaders |= marker == PPM;
      if (marker == TLM) { // the lengths of the tile-parts in the order of this file
        header.add(file.part(from, at - from));
        from = at + length;
      }
      at += length;
    }
    header.add(file.part(from, at - from));
    return at;
  }

  private int tiles(long siz) {
    long all = along(siz + 6) * along(siz + 10);
    if (all > MAX_TILES) {
      throw new BitmapException(all + " tiles");
    }
    return (int) all;
  }

  /// The number of tiles along one axis, whose fields in `SIZ` are eight bytes apart.
  private long along(long at) {
    long side = file.u32(at + 16);
    long reach = file.u32(at) - file.u32(at + 24);
    if (side == 0 || reach <= 0 || reach / side > MAX_TILES) {
      throw new BitmapException("tiles of " + side);
    }
    return (reach + side - 1) / side;
  }

  private void parts(long first) {
    long at = first;
    while (at < codestream.end() && file.u16(at) == SOT) {
      TilePart part = part(at);
      if (part.length() < SOT_BYTES + MARKER_BYTES || parts.size() == MAX_SEGMENTS) {
        throw new BitmapException("a tile-part of " + part.length() + " bytes");
      }
      file.within(at, part.length());
      parts.add(part);
      at += part.length();
    }
    ended = at < codestream.end();
    if (ended && file.u16(at) != EOC) {
      throw new BitmapException("no tile-part at " + at);
    }
  }

  private TilePart part(long at) {
    long length = file.u32(at + 6);
    if (length == 0) { // up to the end marker
      lengthsStated = false;
      length = codestream.end() - MARKER_BYTES - at;
      if (file.u16(at + length) != EOC) {
        throw new BitmapException("the last tile-part may be cut");
      }
    }
    return new TilePart(file.u16(at + 4), file.u8(at + 10), file.u8(at + 11), at, length);
  }

  private Optional<List<ByteBuffer>> reordered() {
    List<TilePart> sorted =
        parts.stream()
            .sorted(Comparator.comparingInt(TilePart::tile).thenComparingInt(TilePart::index))
            .toList();
    int[] counts = counts(sorted);
    boolean moved = !sorted.equals(parts);
    boolean exact = parts.stream().allMatch(part -> part.count() == counts[part.tile()]);
    return (exact && !moved && ended && lengthsStated) || (moved && packedHeaders)
        ? Optional.empty()
        : Optional.of(pieces(sorted, counts));
  }

  /// The number of tile-parts of each tile.
  private int[] counts(List<TilePart> sorted) {
    int[] counts = new int[tiles];
    for (TilePart part : sorted) {
      if (part.tile() >= tiles || part.index() != counts[part.tile()]++) {
        throw new BitmapException("no such tile-part: " + part);
      }
    }
    for (int count : counts) {
      if (count == 0 || count > MAX_COUNT) {
        throw new BitmapException("a tile of " + count + " parts");
      }
    }
    if (!ended && parts.stream().anyMatch(part -> part.count() > counts[part.tile()])) {
      throw new BitmapException("the file ends before the last tile-part");
    }
    return counts;
  }

  private List<ByteBuffer> pieces(List<TilePart> sorted, int[] counts) {
    List<ByteBuffer> pieces = new ArrayList<>();
    if (codestream.at() > codestream.box()) {
      pieces.add(file.part(0, codestream.box()));
      pieces.add(ByteBuffer.allocate(8).putInt(4, JP2C)); // up to the end of the file
    }
    pieces.addAll(header);
    for (TilePart part : sorted) {
      pieces.add(start(part, counts[part.tile()]));
      pieces.add(file.part(part.at() + SOT_BYTES, part.length() - SOT_BYTES));
    }
    pieces.add(ByteBuffer.allocate(MARKER_BYTES).putShort(0, (short) EOC));
    return pieces;
  }

  /// The marker segment `SOT`.
  private static ByteBuffer start(TilePart part, int count) {
    return ByteBuffer.allocate(SOT_BYTES)
        .putShort((short) SOT)
        .putShort((short) (SOT_BYTES - MARKER_BYTES))
        .putShort((short) part.tile())
        .putInt((int) part.length())
        .put((byte) part.index())
        .put((byte) count)
        .flip();
  }
}
