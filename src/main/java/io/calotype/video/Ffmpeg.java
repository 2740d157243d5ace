package io.calotype.video;

import io.calotype.disk.DedicatedThread;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.CostClass;
import io.calotype.imaging.Urgency;
import io.calotype.media.geometry.Dimensions;
import io.calotype.telemetry.EventLog;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The ffmpeg and ffprobe of this machine.
///
/// A video that exceeds its processor time or memory is undecodable. A video that is late because
/// the machine is busy is refused for now, and not remembered as undecodable.
public final class Ffmpeg {
  private static final int MAX_ANSWER = 1 << 20;

  /// Bytes of a list of packets: about 2 million packets, 6 hours of video and audio.
  private static final long MAX_PACKETS = 64L << 20;

  /// The part at the claimed end of a video in which the last packet is searched.
  private static final Duration NEAR_THE_END = Duration.ofSeconds(10);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final FfmpegCommands commands;
  private final VideoSettings settings;
  private final String version;
  private final FfmpegQueue turns;
  private final Capabilities parts;

  private Ffmpeg(FfmpegCommands commands, VideoSettings settings, String version) {
    this.commands = commands;
    this.settings = settings;
    this.version = version;
    this.turns = new FfmpegQueue(settings.workers(), settings.limits());
    this.parts =
        new Capabilities(part -> output(commands.list(part), settings).orElseThrow(Ffmpeg::busy));
  }

  /// Runs the first ffmpeg and ffprobe in the folders of `path`, which has the format of `PATH`.
  static FfmpegSearch.Outcome look(String path, VideoSettings settings) {
    Optional<Path> ffmpeg = program(path, "ffmpeg");
    Optional<Path> ffprobe = program(path, "ffprobe");
    if (ffmpeg.isEmpty() || ffprobe.isEmpty()) {
      return new FfmpegSearch.Outcome.Absent();
    }
    FfmpegCommands commands = new FfmpegCommands(ffmpeg.get(), ffprobe.get());
    try {
      return version(ffprobe.get(), settings)
          .flatMap(alsoRuns -> version(ffmpeg.get(), settings))
          .<FfmpegSearch.Outcome>map(
              version -> new FfmpegSearch.Outcome.Usable(new Ffmpeg(commands, settings, version)))
          .orElseGet(FfmpegSearch.Outcome.Absent::new);
    } catch (MediaException notNow) {
      EventLog.warn("video.does-not-answer", "program", ffmpeg.get());
      return new FfmpegSearch.Outcome.Unanswered();
    }
  }

  private static Optional<Path> program(String path, String name) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(name).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /// Returns the word after `version` in the first line; empty if the program does not run.
  ///
  /// Errors: `Overloaded`, `Unavailable` or `StorageFull` if it cannot be run now.
  private static Optional<String> version(Path program, VideoSettings settings) {
    Optional<String> version =
        firstLine(program, settings)
            .map(line -> line.split("\\s+", 4))
            .filter(words -> words.length == 4 && words[1].equals("version"))
            .map(words -> words[2]);
    if (version.isEmpty()) {
      EventLog.warn("video.does-not-run", "program", program);
    }
    return version;
  }

  private static Optional<String> firstLine(Path program, VideoSettings settings) {
    try (VideoJob job = VideoJob.onNothing(settings)) {
      return job.answer(List.of(program.toString(), "-version"), MAX_ANSWER)
          .map(answer -> new String(answer, StandardCharsets.UTF_8));
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.Undecodable) {
        return Optional.empty(); // it exceeds its processor time
      }
      throw e;
    }
  }

  private static Optional<byte[]> output(List<String> command, VideoSettings settings) {
    try (VideoJob job = VideoJob.onNothing(settings)) {
      return job.answer(command, MAX_ANSWER);
    } catch (MediaException unavailable) {
      return Optional.empty();
    }
  }

  /// The version that ffmpeg reports, for example `5.1.9-0+deb12u1`.
  public String version() {
    return version;
  }

  /// Returns whether this ffmpeg has the component `name`.
  public boolean has(Capability part, String name) {
    return parts.has(part, name);
  }

  /// Reads the facts of a video.
  ///
  /// Errors: `Undecodable`; `AudioOnly` if it has sound and no video stream, not counting a cover;
  /// `Overloaded` if the queue is full or the machine is too busy; `Unavailable` if no process can
  /// be started.
  public VideoFacts examine(Urgency urgency, Path video, Container container) {
    return during(
        urgency,
        "examine",
        video,
        job -> {
          ProbeResult probed = probed(job, container);
          return probed.facts(duration(job, container, probed));
        });
  }

  private ProbeResult probed(VideoJob job, Container container) {
    return job.answer(commands.probe(container), MAX_ANSWER)
        .map(ProbeResult::of)
        .orElseThrow(Ffmpeg::undecodable);
  }

  /// Returns the claimed duration, checked against the packets near the claimed end.
  ///
  /// A seek beyond the true end reaches the last key frame, or nothing; then all packets are read.
  private Duration duration(VideoJob job, Container container, ProbeResult probed) {
    Duration near = probed.start().plus(probed.claimed()).minus(NEAR_THE_END);
    Duration end = end(job, commands.packets(container, near), probed);
    if (end.isZero() && near.isPositive()) {
      end = end(job, commands.packets(container, Duration.ZERO), probed);
    }
    Duration measured = end.minus(probed.start());
    return probed.duration(measured.isNegative() ? Duration.ZERO : measured);
  }

  private static Duration end(VideoJob job, List<String> packets, ProbeResult probed) {
    LastPacket last = new LastPacket(probed.tracks());
    return job.run(packets, last, MAX_PACKETS) ? last.end() : Duration.ZERO;
  }

  /// Writes the poster frame to `target`, a new file: a PNG of 8 bits, RGB or RGBA, in sRGB, of the
  /// size in `facts`.
  ///
  /// Errors: as [#examine]; `TooManyPixels` beyond 100 million; `StorageFull`.
  ///
  /// @param facts those of the same file, from [#examine]: it is not probed again
  public void poster(
      Urgency urgency, Path video, Container container, VideoFacts facts, Path target) {
    boolean made =
        during(urgency, "poster", video, job -> extractor(job, container, facts).poster(target));
    if (!made) {
      throw undecodable();
    }
  }

  /// Makes a moving preview: a WebP animation of at most 3 seconds that fits into 320x320 pixels,
  /// is never larger than the video, and loops forever. A video with a single frame gives a still
  /// one. The same ffmpeg always gives the same bytes.
  ///
  /// Errors: as [#poster].
  public byte[] preview(Urgency urgency, Path video, Container container, VideoFacts facts) {
    return during(urgency, "preview", video, job -> extractor(job, container, facts).preview())
        .orElseThrow(Ffmpeg::undecodable);
  }

  private <T> T during(Urgency urgency, String step, Path video, Function<VideoJob, T> work) {
    CostClass cost = CostClass.ofVideo(step, video.toFile().length());
    return turns.await(urgency, cost, () -> DedicatedThread.call("video", () -> done(video, work)));
  }

  private <T> T done(Path video, Function<VideoJob, T> work) {
    try (VideoJob job = VideoJob.on(video, settings)) {
      return work.apply(job);
    }
  }

  private FrameExtractor extractor(VideoJob job, Container container, VideoFacts facts) {
    VideoStream stream = facts.stream();
    refuseHuge(stream.coded());
    refuseHuge(stream.size());
    boolean toneMap =
        facts.highDynamicRange()
            && has(Capability.FILTER, "zscale")
            && has(Capability.FILTER, "tonemap");
    FfmpegCommands.Input input = new FfmpegCommands.Input(container, stream, decoder(stream));
    return new FrameExtractor(
        job, commands, input, facts.duration(), new FilterChain(stream, toneMap, deinterlacer()));
  }

  /// Returns the best available deinterlacing filter; empty if there is none.
  private String deinterlacer() {
    return Stream.of("bwdif", "yadif")
        .filter(name -> has(Capability.FILTER, name))
        .findFirst()
        .orElse("");
  }

  /// ffmpeg's own decoders of VP8 and VP9 ignore the alpha channel in the side picture; those of
  /// libvpx read it.
  private List<String> decoder(VideoStream stream) {
    String name = stream.codec().equals("vp8") ? "libvpx" : "libvpx-vp9";
    return stream.alphaBeside() && has(Capability.DECODER, name)
        ? List.of("-c:v", name)
        : List.of();
  }

  private static void refuseHuge(Dimensions size) {
    if (size.pixels() > FfmpegCommands.MAX_PIXELS) {
      throw new MediaException(new Failure.TooManyPixels(size, FfmpegCommands.MAX_PIXELS));
    }
  }

  private static MediaException busy() {
    return new MediaException(new Failure.Unavailable(RETRY_AFTER));
  }

  private static MediaException undecodable() {
    return new MediaException(new Failure.Undecodable());
  }
}
