package io.calotype.video;

import io.calotype.failure.DiskFull;
import io.calotype.media.Dimensions;
import io.calotype.video.Scout.Choice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Takes pictures of one video, during one job.
final class Camera {
  private static final Duration USUAL_START = Duration.ofSeconds(1);
  private static final Duration PREVIEW = Duration.ofSeconds(3);
  private static final Duration SCOUTED = Duration.ofMillis(1000L * Scout.FRAMES / Scout.RATE);
  private static final Duration ONE_FRAME = Duration.ofMinutes(1);

  private static final int PREVIEW_RATE = 10;
  private static final int PREVIEW_SIDE = 320;
  private static final int PREVIEW_BYTES = 4 << 20;
  private static final int PREVIEW_QUALITY = 60;

  private final Job job;
  private final Commands commands;
  private final Commands.Input input;
  private final VideoFacts facts;
  private final boolean canToneMap;

  Camera(Job job, Commands commands, Commands.Input input, VideoFacts facts, boolean canToneMap) {
    this.job = job;
    this.commands = commands;
    this.input = input;
    this.facts = facts;
    this.canToneMap = canToneMap;
  }

  /// Writes the frame that stands for the video to a new file; false where there is none.
  boolean poster(Path target) {
    return Stream.of(moment(), Duration.ZERO)
        .distinct()
        .flatMap(moment -> ways().map(toneMapped -> frame(moment, toneMapped, target)))
        .anyMatch(made -> made);
  }

  /// How to convert colours, the best way first.
  private Stream<Boolean> ways() {
    return canToneMap ? Stream.of(true, false) : Stream.of(false);
  }

  /// When the frame is shown that stands for the video: near its first second, unless there is
  /// nothing on it.
  private Duration moment() {
    Duration start = earlier(USUAL_START, facts.duration().dividedBy(2));
    Optional<Choice> near = scouted(start);
    if (near.isEmpty()) {
      return scouted(Duration.ZERO).map(Choice::after).orElse(Duration.ZERO);
    }
    Duration later = facts.duration().dividedBy(3);
    if (near.get().flat() && later.compareTo(start.plus(SCOUTED)) > 0) {
      Optional<Choice> far = scouted(later).filter(choice -> !choice.flat());
      if (far.isPresent()) {
        return later.plus(far.get().after());
      }
    }
    return start.plus(near.get().after());
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Optional<Choice> scouted(Duration from) {
    String size = Scout.SIDE + ":" + Scout.SIDE;
    List<String> filters =
        List.of("fps=" + Scout.RATE, "scale=" + size + ":flags=fast_bilinear", "format=gray");
    List<String> output = List.of("-frames:v", Integer.toString(Scout.FRAMES), "-f", "rawvideo");
    Commands.Span span = new Commands.Span(from, SCOUTED);
    int bytes = Scout.FRAMES * Scout.SIDE * Scout.SIDE;
    return job.answer(commands.frames(input, span, filters, output), bytes)
        .filter(frames -> frames.length >= Scout.SIDE * Scout.SIDE)
        .map(Scout::choose);
  }

  private boolean frame(Duration from, boolean toneMapped, Path target) {
    Dimensions size = input.stream().size();
    String format = input.stream().alpha() ? "rgba" : "rgb24";
    List<String> filters = Filters.picture(input.stream(), size, format, toneMapped);
    List<String> output =
        List.of("-frames:v", "1", "-c:v", "png", "-compression_level", "1", "-f", "image2pipe");
    Commands.Span span = new Commands.Span(from, ONE_FRAME);
    return written(commands.frames(input, span, filters, output), size, target);
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

  /// Four bytes a pixel, and what a line and a chunk take beside them.
  private static long maxPngBytes(Dimensions size) {
    return (4L * size.pixels() + size.height()) * 11 / 10 + 65_536;
  }

  /// A short moving picture of the video; empty where there is none.
  Optional<byte[]> preview() {
    Duration start = earlier(USUAL_START, later(facts.duration().minus(PREVIEW)));
    return Stream.of(start, Duration.ZERO)
        .distinct()
        .flatMap(from -> ways().flatMap(toneMapped -> animation(from, toneMapped).stream()))
        .findFirst();
  }

  private static Duration later(Duration one) {
    return one.isNegative() ? Duration.ZERO : one;
  }

  private Optional<byte[]> animation(Duration from, boolean toneMapped) {
    Dimensions size = input.stream().size().inside(PREVIEW_SIDE);
    List<String> filters =
        Stream.concat(
                Stream.of("fps=" + PREVIEW_RATE + ":eof_action=pass"),
                Filters.picture(input.stream(), size, "bgra", toneMapped).stream())
            .toList();
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
    Commands.Span span = new Commands.Span(from, PREVIEW);
    return job.answer(commands.frames(input, span, filters, output), PREVIEW_BYTES)
        .filter(ImageCheck::webp);
  }
}
