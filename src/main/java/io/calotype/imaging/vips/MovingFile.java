package io.calotype.imaging.vips;

import io.calotype.imaging.ShrinkFactor;
import io.calotype.imaging.bitmap.WebpChunks;
import io.calotype.media.MediaType;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.IntPredicate;

/// The decodable frames of a GIF or WebP.
///
/// @param cut the file in memory without its damaged end; empty if libvips opens the file itself
record MovingFile(Loader loader, String path, Optional<MemorySegment> cut) {

  /// Opens the file at `path`. libwebp refuses a whole animation if one frame is truncated or has a
  /// damaged header. The frames before that one are kept.
  static MovingFile open(NativeScope scope, MediaType type, String path) {
    Loader loader = Loader.of(type);
    MovingFile whole = new MovingFile(loader, path, Optional.empty());
    Optional<WebpChunks> chunks =
        type == MediaType.WEBP ? WebpChunks.animated(Bitmaps.mapped(path)) : Optional.empty();
    if (chunks.isEmpty() || whole.opens(scope)) {
      return whole;
    }
    WebpChunks found = chunks.get();
    int frames = largest(found.frames(), count -> opens(scope, loader, found.cut(count)));
    return frames == 0
        ? whole
        : new MovingFile(loader, path, Optional.of(copied(scope, found.cut(frames))));
  }

  private boolean opens(NativeScope scope) {
    return succeeds(scope, trial -> frames(trial, 1));
  }

  private static boolean opens(NativeScope scope, Loader loader, byte[] file) {
    return succeeds(scope, trial -> loader.loadFrames(trial, copied(trial, file), 1));
  }

  private static MemorySegment copied(NativeScope scope, byte[] file) {
    MemorySegment memory = scope.memory(file.length);
    memory.copyFrom(MemorySegment.ofArray(file));
    return memory;
  }

  /// The first frame of the file without its damaged end.
  Raster first(NativeScope scope, ShrinkFactor onLoad) {
    return loader.load(scope, cut.orElseThrow(), onLoad);
  }

  /// The first `count` frames, one below the other.
  Raster frames(NativeScope scope, int count) {
    return cut.map(file -> loader.loadFrames(scope, file, count))
        .orElseGet(() -> loader.loadFrames(scope, path, count));
  }

  /// The number of leading frames, up to `count`, that can be decoded.
  ///
  /// Errors: [VipsException] if the first cannot be decoded.
  int sound(NativeScope scope, int count) {
    int sound =
        largest(
            count, frames -> succeeds(scope, trial -> frames(trial, frames).then("avg").number()));
    if (sound == 0) {
      throw new VipsException("no frame can be decoded");
    }
    return sound;
  }

  /// Binary search for the largest number up to `limit` that satisfies `holds`, if all smaller ones
  /// do too; 0 if none does.
  private static int largest(int limit, IntPredicate holds) {
    int low = 0;
    int high = limit;
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (holds.test(middle)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static boolean succeeds(NativeScope scope, Attempt attempt) {
    try (NativeScope trial = new NativeScope(scope.vips())) {
      attempt.in(trial);
      return true;
    } catch (VipsException damaged) {
      return false;
    }
  }

  /// An operation that may throw a [VipsException].
  @FunctionalInterface
  private interface Attempt {
    void in(NativeScope trial);
  }
}
