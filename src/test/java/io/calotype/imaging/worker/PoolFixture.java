package io.calotype.imaging.worker;

import io.calotype.Await;
import io.calotype.imaging.Output;
import io.calotype.imaging.Source;
import io.calotype.imaging.queue.QueueLimits;
import io.calotype.imaging.worker.child.RendererMain;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.sandbox.ConfinementPolicy;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A real pool of real renderer processes for one test.
abstract class PoolFixture {
  static final long ENOUGH_MEMORY = 1L << 30;
  static final QueueLimits PATIENT =
      new QueueLimits(4, Duration.ofMinutes(1), Duration.ofMinutes(1));
  static final Duration ENOUGH_TIME = Duration.ofSeconds(60);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  final Telemetry telemetry = new Telemetry();
  private @Nullable RenderPool pool;

  /// The pool; it is started when it is first asked for.
  RenderPool pool() {
    return pool == null ? started(1, ENOUGH_TIME, ENOUGH_MEMORY) : pool;
  }

  RenderPool started(int workers, Duration timeout, long memoryBytes) {
    pool = RenderPool.start(settings(workers, timeout, memoryBytes), telemetry);
    return pool;
  }

  RenderSettings settings(int workers, Duration timeout, long memoryBytes) {
    return new RenderSettings(
        workers, timeout, memoryBytes, PATIENT, folder.resolve("benches"), program());
  }

  static RendererProgram program() {
    return program(ConfinementPolicy.Mode.AUTO);
  }

  static RendererProgram program(ConfinementPolicy.Mode mode) {
    Path library = NativeLibrary.installedIn(Path.of("target/native"));
    return RendererProgram.ofThisServer(library, new ConfinementPolicy(mode), 1L << 30);
  }

  @AfterEach
  void closePool() {
    if (pool != null) {
      pool.close();
    }
  }

  /// Renders `file` into `sink` within squares of those sides.
  Picture render(Path file, Collected sink, Format format, Integer... sides) {
    return pool()
        .render(
            source(file),
            header ->
                Arrays.stream(sides)
                    .map(side -> Output.of(RenditionSpec.still(header.size().inside(side), format)))
                    .toList(),
            sink);
  }

  static RenditionSpec spec(int width, int height, Format format) {
    return RenditionSpec.still(new Dimensions(width, height), format);
  }

  static List<Output> one(Dimensions size) {
    return List.of(Output.of(RenditionSpec.still(size.inside(400), Format.WEBP)));
  }

  static Source source(Path file) {
    return new Source(type(file.toString().toLowerCase(Locale.ROOT)), file);
  }

  private static MediaType type(String name) {
    return Arrays.stream(MediaType.values())
        .filter(type -> name.contains("." + type.extension()))
        .findFirst()
        .orElse(name.endsWith("png") ? MediaType.PNG : MediaType.JPEG);
  }

  /// The process of the only renderer.
  static ProcessHandle child() {
    return renderers().findFirst().orElseThrow();
  }

  /// The renderers of this JVM. Other tests in it have other processes: an S3 server, for example.
  static Stream<ProcessHandle> renderers() {
    return ProcessHandle.current().children().filter(PoolFixture::renders);
  }

  /// ProcessHandle.Info has no command line if it is longer than a page.
  private static boolean renders(ProcessHandle child) {
    try {
      String command = Files.readString(Path.of("/proc", child.pid() + "", "cmdline"));
      return command.contains(RendererMain.class.getName());
    } catch (IOException gone) {
      return false;
    }
  }

  /// Sends the renderer a signal, for example `KILL`.
  static void signal(String name) {
    try {
      String pid = Long.toString(child().pid());
      new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until a renderer is ready.
  static void awaitReady(RenderPool pool) {
    Await.until(pool::ready, "a renderer that is ready");
  }
}
