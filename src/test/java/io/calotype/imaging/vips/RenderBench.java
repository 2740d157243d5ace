package io.calotype.imaging.vips;

import com.sun.management.OperatingSystemMXBean;
import io.calotype.imaging.Output;
import io.calotype.media.MediaType;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// CPU milliseconds of a render, beside those of libvips called bare (ADR-0002).
///
/// Arguments: the library, then JPEG, PNG or WebP files. Run it with the options and the
/// environment of a renderer. A line each: the file; `vips_thumbnail` to 400 px WebP; the same as a
/// job of ours; a job of 800, 400 and 200 px; three jobs of those.
public final class RenderBench {
  private static final int WARM = 3;
  private static final int RUNS = 12;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Vips vips;

  private RenderBench(Vips vips) {
    this.vips = vips;
  }

  /// Runs it.
  public static void main(String[] arguments) throws IOException {
    RenderBench bench = new RenderBench(Vips.load(Path.of(arguments[0]).toAbsolutePath()));
    System.out.println("file bare ours three separate");
    for (String file : Arrays.asList(arguments).subList(1, arguments.length)) {
      bench.compare(file);
    }
  }

  private void compare(String file) throws IOException {
    double bare = cpu(() -> bare(file));
    double ours = cpu(() -> job(file, 400));
    double three = cpu(() -> job(file, 800, 400, 200));
    double separate = cpu(() -> job(file, 800)) + ours + cpu(() -> job(file, 200));
    System.out.printf(
        Locale.ROOT,
        "%s %.1f %.1f (%.2f) %.1f %.1f (%.2f)%n",
        Path.of(file).getFileName(),
        bare,
        ours,
        ours / bare,
        three,
        separate,
        three / separate);
  }

  private double cpu(Work work) throws IOException {
    for (int i = 0; i < WARM; i++) {
      work.run();
    }
    long before = system.getProcessCpuTime();
    for (int i = 0; i < RUNS; i++) {
      work.run();
    }
    return (system.getProcessCpuTime() - before) / 1e6 / RUNS;
  }

  private void bare(String file) {
    try (NativeScope scope = new NativeScope(vips)) {
      vips.allowOnly("VipsForeignLoad");
      scope
          .operation("thumbnail")
          .with("filename", file)
          .with("width", 400)
          .with("height", 400)
          .with("size", "down")
          .image()
          .then("webpsave_buffer")
          .with("Q", 85)
          .with("keep", "none")
          .bytes();
    }
  }

  private void job(String file, Integer... sides) throws IOException {
    try (OpenSource source = OpenSource.open(vips, file, type(file))) {
      List<Output> outputs =
          Arrays.stream(sides)
              .map(side -> RenditionSpec.still(source.header().size().inside(side), Format.WEBP))
              .map(Output::of)
              .toList();
      source.render(outputs, false, (spec, bytes) -> {});
    }
  }

  private static MediaType type(String file) {
    return Arrays.stream(MediaType.values())
        .filter(type -> file.endsWith("." + type.extension()))
        .findFirst()
        .orElseThrow();
  }

  /// The operation to measure.
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }
}
