package io.calotype.imaging.bitmap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The whole chunks of an animated WebP (RFC 9649 section 2.7).
///
/// A decoder refuses a file whose last frame is truncated, or whose later frame has a damaged
/// header. [#cut] makes a file of the frames before the damage.
///
/// @param chunks all whole chunks in file order
public record WebpChunks(ByteBuffer file, List<Chunk> chunks) {
  /// Chunks after this number are ignored.
  private static final int MAX_CHUNKS = 1 << 16;

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int RIFF = 0x46464952;
  private static final int WEBP = 0x50424557;
  private static final int VP8X = 0x58385056;
  private static final int ANMF = 0x464d4e41;
  private static final int ANIMATED = 2;

  /// One chunk with its header and its padding.
  ///
  /// @param frame whether it is a frame of the animation
  public record Chunk(int at, int length, boolean frame) {}

  /// Reads the chunks of an animated WebP; empty for any other file.
  public static Optional<WebpChunks> animated(ByteBuffer webp) {
    CheckedBytes file = CheckedBytes.littleEndian(webp);
    return moving(file)
        ? Optional.of(new WebpChunks(webp.slice(), List.copyOf(read(file))))
        : Optional.empty();
  }

  private static boolean moving(CheckedBytes file) {
    return file.length() > RIFF_HEADER + CHUNK_HEADER
        && file.i32(0) == RIFF
        && file.i32(8) == WEBP
        && file.i32(RIFF_HEADER) == VP8X
        && (file.u8(RIFF_HEADER + CHUNK_HEADER) & ANIMATED) != 0;
  }

  private static List<Chunk> read(CheckedBytes file) {
    List<Chunk> chunks = new ArrayList<>();
    long end = Math.min(file.length(), CHUNK_HEADER + file.u32(4));
    long at = RIFF_HEADER;
    while (at + CHUNK_HEADER <= end && chunks.size() < MAX_CHUNKS) {
      long length = file.u32(at + 4);
      long next = at + CHUNK_HEADER + length + (length & 1);
      if (next > end) {
        break;
      }
      chunks.add(new Chunk((int) at, (int) (next - at), file.i32(at) == ANMF));
      at = next;
    }
    return chunks;
  }

  /// The number of whole frames.
  public int frames() {
    return (int) chunks.stream().filter(Chunk::frame).count();
  }

  /// A file of the first `frames` frames, and of every chunk that is not a frame.
  public byte[] cut(int frames) {
    List<Chunk> kept = kept(frames);
    int length = RIFF_HEADER + kept.stream().mapToInt(Chunk::length).sum();
    byte[] cut = new byte[length];
    ByteBuffer to = ByteBuffer.wrap(cut).put(file.slice(0, 4));
    to.putInt(Integer.reverseBytes(length - CHUNK_HEADER)).put(file.slice(8, 4));
    kept.forEach(chunk -> to.put(file.slice(chunk.at(), chunk.length())));
    return cut;
  }

  private List<Chunk> kept(int frames) {
    List<Chunk> kept = new ArrayList<>();
    int left = frames;
    for (Chunk chunk : chunks) {
      if (!chunk.frame() || left-- > 0) {
        kept.add(chunk);
      }
    }
    return kept;
  }
}
