package io.calotype.imaging.vips;

import io.calotype.imaging.ShrinkFactor;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How far 800 px pictures are from the best that can be made of a source, before encoding
/// (ADR-0002).
///
/// Arguments: the library, then JPEG, PNG or WebP files without orientation. A line each: the file,
/// our reduction, and the signal-to-noise ratio in dB against a Lanczos reduction of the source
/// decoded whole: of our way, of half our reduction, of `vips_thumbnail`.
public final class QualityBench {
  private static final int SIDE = 800;
  private static final double PEAK = 255;

  private final Vips vips;

  private QualityBench(Vips vips) {
    this.vips = vips;
  }

  /// Runs it.
  public static void main(String[] arguments) {
    QualityBench bench = new QualityBench(Vips.load(Path.of(arguments[0]).toAbsolutePath()));
    System.out.println("file factor ours half thumbnail");
    for (String file : Arrays.asList(arguments).subList(1, arguments.length)) {
      bench.compare(file);
    }
  }

  private void compare(String file) {
    vips.allowOnly("VipsForeignLoad");
    MediaType type = type(file);
    try (NativeScope scope = new NativeScope(vips)) {
      Raster whole = load(scope, type, file, 1);
      Dimensions size = new Dimensions(whole.width(), whole.height());
      int factor = ShrinkFactor.of(type, size, SIDE).factor();
      Raster best = to(whole, size.inside(SIDE), 0).inMemory();
      System.out.printf(
          Locale.ROOT,
          "%s %d %.1f %.1f %.1f%n",
          Path.of(file).getFileName(),
          factor,
          decibels(best, to(load(scope, type, file, factor), size.inside(SIDE), 2)),
          decibels(
              best, to(load(scope, type, file, Math.max(1, factor / 2)), size.inside(SIDE), 2)),
          decibels(best, thumbnail(scope, file)));
    }
  }

  private static Raster load(NativeScope scope, MediaType type, String file, int factor) {
    Loader loader = Loader.of(type);
    if (loader.shrinks(false)) {
      return loader.load(scope, file, new ShrinkFactor(factor), 1);
    }
    Raster whole = loader.load(scope, file, new ShrinkFactor(1), 1);
    return whole
        .then("shrink")
        .with("hshrink", factor)
        .with("vshrink", factor)
        .with("ceil", true)
        .image();
  }

  private static Raster to(Raster picture, Dimensions size, double gap) {
    return picture
        .then("resize")
        .with("scale", (double) size.width() / picture.width())
        .with("vscale", (double) size.height() / picture.height())
        .with("gap", gap)
        .image();
  }

  private static Raster thumbnail(NativeScope scope, String file) {
    return scope
        .operation("thumbnail")
        .with("filename", file)
        .with("width", SIDE)
        .with("height", SIDE)
        .image();
  }

  private static double decibels(Raster best, Raster other) {
    Raster kept = other.inMemory();
    Raster difference =
        best.scope().operation("subtract").with("left", best).with("right", kept).image();
    Raster squared =
        best.scope()
            .operation("multiply")
            .with("left", difference)
            .with("right", difference)
            .image();
    return 10 * Math.log10(PEAK * PEAK / squared.then("avg").number());
  }

  private static MediaType type(String file) {
    return List.of(MediaType.values()).stream()
        .filter(type -> file.endsWith("." + type.extension()))
        .findFirst()
        .orElseThrow();
  }
}
