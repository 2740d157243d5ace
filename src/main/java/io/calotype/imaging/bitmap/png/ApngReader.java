package io.calotype.imaging.bitmap.png;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an animated PNG chunk by chunk in the order that the specification requires. Stops at the
/// first chunk that is damaged or out of place. The frames before it are kept, as browsers do.
final class ApngReader {
  static final int ACTL_BYTES = 8;
  private static final int FCTL_BYTES = 26;

  private final CheckedBytes file;
  private final PngHeader header;
  private final List<PngChunk> kept = new ArrayList<>();
  private final List<PngChunk> starts = new ArrayList<>();
  private final List<Apng.Frame> frames = new ArrayList<>();
  private @Nullable PngChunk control;
  private int last = PngChunk.IHDR;
  private long sequence;
  private long stated;
  private boolean image;
  private boolean afterImage;
  private boolean lacksData;
  private long end;

  ApngReader(CheckedBytes file) {
    this.file = file;
    header = PngHeader.read(file);
  }

  Apng read() {
    PngChunk first = PngChunk.at(file, PngChunk.FIRST).intact();
    try {
      takeAll(first);
    } catch (BitmapException damaged) {
      if (frames.isEmpty()) {
        throw damaged;
      }
    }
    if (lacksData) {
      frames.removeLast();
      starts.removeLast();
    }
    return new Apng(header, counted(), List.copyOf(frames), new ApngCut(first, kept, starts, end));
  }

  /// Reads the chunks after `first`; `end` is the offset after the last accepted one.
  private void takeAll(PngChunk first) {
    end = first.end();
    PngChunk chunk = first.next();
    for (; chunk.type() != PngChunk.IEND; chunk = chunk.next()) {
      take(chunk);
      last = chunk.type();
      end = chunk.end();
    }
  }

  /// The chunk that states the number of frames. There may be fewer frames, but never more.
  private PngChunk counted() {
    if (control == null || frames.isEmpty()) {
      throw new BitmapException(frames.size() + " frames, " + control);
    }
    return control;
  }

  private void take(PngChunk chunk) {
    switch (chunk.type()) {
      case PngChunk.ACTL -> control(chunk);
      case PngChunk.FCTL -> frame(chunk);
      case PngChunk.IDAT -> image(chunk);
      case PngChunk.FDAT -> data(chunk);
      case PngChunk.PLTE,
          PngChunk.TRNS,
          PngChunk.GAMA,
          PngChunk.CHRM,
          PngChunk.SRGB,
          PngChunk.ICCP,
          PngChunk.CICP,
          PngChunk.SBIT ->
          keep(chunk);
      default -> {}
    }
  }

  private void keep(PngChunk chunk) {
    if (!image) {
      require(kept.stream().noneMatch(other -> other.type() == chunk.type()), chunk);
      kept.add(chunk.intact());
    }
  }

  private void control(PngChunk chunk) {
    long count = file.u32(chunk.ofLength(ACTL_BYTES).intact().data());
    require(control == null && !image && count >= 1 && count <= Apng.MAX_FRAMES, chunk);
    control = chunk;
    stated = count;
  }

  private void frame(PngChunk chunk) {
    require(!lacksData && frames.size() < stated, chunk);
    chunk.ofLength(FCTL_BYTES).intact();
    count(chunk);
    Apng.Frame frame = new FrameControl(file, chunk.data()).frame(header, frames.isEmpty());
    require(image || whole(frame), chunk);
    frames.add(frame);
    starts.add(chunk);
    afterImage = image;
    lacksData = true;
  }

  private boolean whole(Apng.Frame frame) {
    return frame.width() == header.width() && frame.height() == header.height();
  }

  private void image(PngChunk chunk) {
    require(!image || last == PngChunk.IDAT, chunk);
    wholeData(chunk);
    image = true;
    lacksData = false;
  }

  private void data(PngChunk chunk) {
    require(afterImage, chunk);
    wholeData(chunk);
    count(chunk);
    lacksData = false;
  }

  /// Accepts a data chunk. A frame with damaged data is left out.
  private void wholeData(PngChunk chunk) {
    lacksData |= !frames.isEmpty();
    chunk.intact();
  }

  private void count(PngChunk chunk) {
    require(chunk.length() >= 4 && file.u32(chunk.data()) == sequence, chunk);
    sequence++;
  }

  private static void require(boolean holds, PngChunk chunk) {
    if (!holds) {
      throw new BitmapException(chunk + " is out of place");
    }
  }
}
