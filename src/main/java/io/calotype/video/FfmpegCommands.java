package io.calotype.video;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The command lines of ffmpeg and ffprobe.
///
/// A video is opened by one demuxer, which may call no other, and by the file protocol only. Files
/// that a demuxer might open in addition are disabled by options if such exist, and by the
/// confinement in any case. One thread each: a job uses at most one processor, and its result does
/// not depend on the machine.
///
/// @param ffmpeg path of the program
/// @param ffprobe path of the program
record FfmpegCommands(Path ffmpeg, Path ffprobe) {
  /// Maximum pixels of a frame.
  static final long MAX_PIXELS = 100_000_000;

  private static final List<String> QUIET = List.of("-v", "error", "-hide_banner");
  private static final String ASKED =
      "format=start_time,duration"
          + ":format_tags=location,location-eng,com.apple.quicktime.location.ISO6709"
          + ":stream=index,codec_type,codec_name,codec_tag_string,width,height,sample_aspect_ratio,pix_fmt"
          + ",color_range,color_space,color_transfer,color_primaries,field_order"
          + ":stream_disposition=default,attached_pic,timed_thumbnails"
          + ":stream_tags=alpha_mode"
          + ":stream_side_data=displaymatrix";

  private static final String PACKET = "packet=stream_index,pts_time,dts_time,duration_time";

  /// A part of a video.
  ///
  /// @param from its start
  /// @param length its duration
  record Span(Duration from, Duration length) {}

  /// Describes the streams of a video as JSON.
  List<String> probe(Container container) {
    List<String> command = begin(ffprobe);
    command.addAll(List.of("-of", "json=compact=1", "-show_entries", ASKED));
    command.addAll(opened(container));
    return command;
  }

  /// Lists the packets from `start` to the end, in the format of [LastPacket].
  List<String> packets(Container container, Duration start) {
    List<String> command = begin(ffprobe);
    if (start.isPositive()) {
      command.addAll(List.of("-read_intervals", seconds(start) + "%"));
    }
    command.addAll(List.of("-of", "csv=print_section=0", "-show_entries", PACKET));
    command.addAll(opened(container));
    return command;
  }

  /// Extracts the frames of a span through `filters`, with the options `output`.
  List<String> frames(Input input, Span span, List<String> filters, List<String> output) {
    List<String> command = begin(ffmpeg);
    command.addAll(List.of("-nostdin", "-threads", "1", "-filter_threads", "1"));
    command.addAll(input.decoder());
    command.addAll(List.of("-max_pixels", Long.toString(MAX_PIXELS), "-noautorotate"));
    if (span.from().isPositive()) {
      command.addAll(List.of("-ss", seconds(span.from())));
    }
    command.addAll(List.of("-t", seconds(span.length())));
    command.addAll(opened(input.container()));
    command.addAll(List.of("-map", "0:" + input.stream().index(), "-map_metadata", "-1"));
    command.addAll(List.of("-vf", String.join(",", filters), "-threads", "1"));
    command.addAll(List.of("-fflags", "+bitexact", "-flags:v", "+bitexact"));
    command.addAll(output);
    command.add("pipe:1");
    return command;
  }

  /// The source of frames.
  ///
  /// @param container the container to open it as
  /// @param stream the selected stream
  /// @param decoder options that select the decoder; empty for the default
  record Input(Container container, VideoStream stream, List<String> decoder) {}

  /// Lists all components of a kind.
  List<String> list(Capability part) {
    List<String> command = begin(ffmpeg);
    command.add(part.option());
    return command;
  }

  private static List<String> begin(Path program) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(QUIET);
    return command;
  }

  private static List<String> opened(Container container) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-f", container.demuxer(), "-format_whitelist", container.demuxer()));
    options.addAll(List.of("-protocol_whitelist", "file"));
    if (container == Container.MP4) {
      options.addAll(List.of("-enable_drefs", "0", "-use_absolute_path", "0"));
    }
    options.addAll(List.of("-i", VideoJob.SOURCE));
    return options;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%d.%03d", time.toSeconds(), time.toMillisPart());
  }
}
