package io.calotype.imaging.vips;

import io.calotype.imaging.Header;
import io.calotype.imaging.Output;
import io.calotype.imaging.Reduction;
import io.calotype.media.Dimensions;
import io.calotype.media.MediaType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A source whose header has been read, to be rendered once and closed.
///
/// Errors everywhere: [VipsException] where the source is not what it should be.
public final class OpenSource implements AutoCloseable {
  private static final int FIRST_TURNED_ORIENTATION = 5;

  private final Scope scope;
  private final String path;
  private final MediaType type;
  private final int orientation;
  private final Header header;

  private OpenSource(Scope scope, String path, MediaType type) {
    this.scope = scope;
    this.path = path;
    this.type = type;
    Raster raster = load(new Reduction(1));
    this.orientation = raster.orientation();
    Dimensions stored = new Dimensions(raster.width(), raster.height());
    this.header =
        new Header(
            turned(stored), raster.alpha(), Math.max(1, raster.pages()), raster.progressive());
  }

  /// Opens the file at `path` with the loader of `type` and no other.
  public static OpenSource open(Vips vips, String path, MediaType type) {
    vips.allowOnly(Loader.of(type).loaders());
    Scope scope = new Scope(vips);
    try {
      return new OpenSource(scope, path, type);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /// What it claims about itself.
  public Header header() {
    return header;
  }

  Loader loader() {
    return Loader.of(type);
  }

  Raster load(Reduction onLoad) {
    return loader().load(scope, path, onLoad);
  }

  /// Decodes it, hands every output to `receiver` in order, and says whether every pixel of it is
  /// opaque. Each reduction is decoded once.
  public boolean render(List<Output> outputs, Receiver receiver) throws IOException {
    Map<Reduction, Base> bases = new HashMap<>();
    boolean opaque = outputs.isEmpty() && base(Reduction.SHARED_SIDE, true).opaque();
    for (Output output : outputs) {
      Reduction reduction = reduction(output.spec().size().longSide());
      Base base = bases.computeIfAbsent(reduction, key -> base(key, users(key, outputs) > 1));
      print(output, base, receiver);
      opaque = base.opaque();
    }
    return opaque;
  }

  private Base base(int side, boolean shared) {
    return base(reduction(side), shared);
  }

  private Base base(Reduction reduction, boolean shared) {
    return Base.decode(this, reduction, shared);
  }

  private Reduction reduction(int side) {
    return Reduction.of(type, header.size().longSide(), side);
  }

  private long users(Reduction reduction, List<Output> outputs) {
    return outputs.stream()
        .filter(output -> reduction(output.spec().size().longSide()).equals(reduction))
        .count();
  }

  private void print(Output output, Base base, Receiver receiver) throws IOException {
    try (Scope work = new Scope(scope.vips())) {
      Print print = new Print(base.in(work), turned(output.spec().size()), orientation);
      print.encode(output, receiver);
    }
  }

  /// Width and height as stored for those as displayed, and the other way round.
  private Dimensions turned(Dimensions size) {
    return orientation < FIRST_TURNED_ORIENTATION
        ? size
        : new Dimensions(/* width= */ size.height(), /* height= */ size.width());
  }

  @Override
  public void close() {
    scope.close();
  }
}
