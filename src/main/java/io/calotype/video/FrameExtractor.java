package io.calotype.video;

import io.calotype.failure.DiskFull;
import io.calotype.media.geometry.Dimensions;
import io.calotype.video.PosterSelector.Choice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Extracts pictures from one video, during one job.
final class FrameExtractor {
  private static final Duration USUAL_START = Duration.ofSeconds(1);
  private static final Duration PREVIEW = Duration.ofSeconds(3);
  private static final Duration SAMPLE =
      Duration.ofMillis(1000L * PosterSelector.FRAMES / PosterSelector.RATE);
  private static final Duration ONE_FRAME = Duration.ofMinutes(1);

  /// Start points in 24ths of the duration that are searched if the beginning has little contrast.
  /// All of them together cover a video of 14 seconds without a gap.
  private static final List<Integer> PARTS = List.of(8, 16, 12, 4, 20, 0, 2, 22);

  private static final int PARTS_OF = 24;

  /// Fewer parts of a large video are searched: one part has about 72 frames to decode.
  private static final long SAMPLE_PIXELS = 20_000_000;

  private static final int MIN_PARTS = 2;

  private static final int PREVIEW_RATE = 10;
  private static final int PREVIEW_SIDE = 320;
  private static final int PREVIEW_BYTES = 4 << 20;
  private static final int PREVIEW_QUALITY = 60;

  private final VideoJob job;
  private final FfmpegCommands commands;
  private final FfmpegCommands.Input input;
  private final Duration duration;
  private final FilterChain filters;

  FrameExtractor(
      VideoJob job,
      FfmpegCommands commands,
      FfmpegCommands.Input input,
      Duration duration,
      FilterChain filters) {
    this.job = job;
    this.commands = commands;
    this.input = input;
    this.duration = duration;
    this.filters = filters;
  }

  /// Writes the poster frame to a new file; returns false if there is none.
  boolean poster(Path target) {
    return Stream.of(chosen().at(), Duration.ZERO)
        .distinct()
        .flatMap(moment -> ways().map(toneMapped -> frame(moment, toneMapped, target)))
        .anyMatch(made -> made);
  }

  /// The ways to convert colours, the best one first.
  private Stream<Boolean> ways() {
    return filters.canToneMap() ? Stream.of(true, false) : Stream.of(false);
  }

  /// Returns the poster frame: near the first second, unless other parts have clearly more
  /// contrast.
  private Choice chosen() {
    Duration start = earlier(USUAL_START, duration.dividedBy(2));
    Choice near = sampled(start).orElse(Choice.NONE);
    return near.poor() ? elsewhere(near) : near;
  }

  private Choice elsewhere(Choice near) {
    Choice best = near;
    for (Duration part : parts()) {
      if (!best.poor() || !job.early()) {
        break;
      }
      Choice choice = sampled(part).orElse(Choice.NONE);
      best = choice.contrast() > best.contrast() ? choice : best;
    }
    return best.clearlyBeats(near) ? best.afterLittle() : near;
  }

  private List<Duration> parts() {
    long affordable = SAMPLE_PIXELS / input.stream().coded().pixels();
    return PARTS.stream()
        .map(part -> duration.multipliedBy(part).dividedBy(PARTS_OF))
        .distinct()
        .limit(Math.max(MIN_PARTS, affordable))
        .toList();
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Optional<Choice> sampled(Duration from) {
    String size = PosterSelector.SIDE + ":" + PosterSelector.SIDE;
    List<String> small =
        List.of(
            "fps=" + PosterSelector.RATE, "scale=" + size + ":flags=fast_bilinear", "format=gray");
    List<String> output =
        List.of("-frames:v", Integer.toString(PosterSelector.FRAMES), "-f", "rawvideo");
    FfmpegCommands.Span span = new FfmpegCommands.Span(from, SAMPLE);
    int bytes = PosterSelector.FRAMES * PosterSelector.SIDE * PosterSelector.SIDE;
    return job.answer(commands.frames(input, span, small, output), bytes)
        .filter(frames -> frames.length >= PosterSelector.SIDE * PosterSelector.SIDE)
        .map(frames -> PosterSelector.choose(from, frames));
  }

  private boolean frame(Duration from, boolean toneMapped, Path target) {
    Dimensions size = input.stream().size();
    String format = input.stream().alpha() ? "rgba" : "rgb24";
    List<String> output =
        List.of("-frames:v", "1", "-c:v", "png", "-compression_level", "1", "-f", "image2pipe");
    FfmpegCommands.Span span = new FfmpegCommands.Span(from, ONE_FRAME);
    List<String> chain = filters.picture(size, format, toneMapped);
    return written(commands.frames(input, span, chain, output), size, target);
  }

  private boolean written(List<String> command, Dimensions size, Path target) {
    boolean whole = false;
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      try {
        whole = job.run(command, out, maxPngBytes(size)) && ImageCheck.png(target, size);
      } finally {
        if (!whole) {
          Files.delete(target);
        }
      }
      return whole;
    } catch (IOException e) {
      throw DiskFull.or(e);
    }
  }

  /// Four bytes a pixel, plus the overhead of lines and chunks.
  private static long maxPngBytes(Dimensions size) {
    return (4L * size.pixels() + size.height()) * 11 / 10 + 65_536;
  }

  /// Makes a short moving preview; empty if there is no frame.
  Optional<byte[]> preview() {
    return Stream.of(previewStart(), Duration.ZERO)
        .distinct()
        .flatMap(from -> ways().flatMap(toneMapped -> animation(from, toneMapped).stream()))
        .findFirst();
  }

  /// Near the first second, or later if the video has little contrast until then.
  private Duration previewStart() {
    Duration last = duration.minus(PREVIEW);
    Duration latest = last.isNegative() ? Duration.ZERO : last;
    Choice choice = chosen();
    return earlier(choice.late() ? choice.at() : USUAL_START, latest);
  }

  private Optional<byte[]> animation(Duration from, boolean toneMapped) {
    Dimensions size = input.stream().size().inside(PREVIEW_SIDE);
    List<String> output =
        List.of(
            "-c:v",
            "libwebp_anim",
            "-quality",
            Integer.toString(PREVIEW_QUALITY),
            "-loop",
            "0",
            "-f",
            "webp");
    FfmpegCommands.Span span = new FfmpegCommands.Span(from, PREVIEW);
    List<String> chain = filters.animation(PREVIEW_RATE, size, "bgra", toneMapped);
    return job.answer(commands.frames(input, span, chain, output), PREVIEW_BYTES)
        .filter(ImageCheck::webp);
  }
}
