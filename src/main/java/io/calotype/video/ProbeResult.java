package io.calotype.video;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The output of ffprobe for one video.
///
/// @param video the track that players show
/// @param audio the track that players play; null if there is none
/// @param start presentation time of the first frame or sample
/// @param claimed duration that the container states; zero if it states none
/// @param position whether the file contains its location
record ProbeResult(
    VideoStream video, @Nullable Audio audio, Duration start, Duration claimed, boolean position) {
  private static final Set<String> TELEMETRY = Set.of("gpmd", "camm");
  private static final List<String> LOCATIONS =
      List.of("location", "location-eng", "com.apple.quicktime.location.ISO6709");
  private static final double MAX_SECONDS = 1e9;

  /// A claim is accepted within this distance of half, or of twice, the measured duration. The last
  /// frame of a slide show or of a screen recording may last longer than all before it.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /// An audio track.
  ///
  /// @param index its number in the file
  /// @param codec ffmpeg's name of the codec
  record Audio(int index, String codec) {}

  /// Parses ffprobe's JSON.
  ///
  /// Errors: `AudioOnly` if there is audio and no video track, not counting a cover; `Undecodable`
  /// if there is neither, or if this ffmpeg supports none of the video codecs.
  static ProbeResult of(byte[] answer) {
    JsonValue json = JsonValue.read(answer).orElseThrow(ProbeResult::undecodable);
    List<JsonValue> streams = json.at("streams").items();
    Optional<Audio> audio =
        selected(streams.stream().filter(stream -> is(stream, "audio")).toList())
            .map(stream -> new Audio(ProbeNumbers.count(stream.at("index")), codec(stream)));
    List<JsonValue> videos =
        streams.stream().filter(stream -> is(stream, "video") && !accessory(stream)).toList();
    if (videos.isEmpty()) {
      throw audio.isPresent() ? audioOnly() : undecodable();
    }
    VideoStream video =
        selected(videos.stream().filter(ProbeResult::decodable).toList())
            .map(VideoStream::of)
            .orElseThrow(ProbeResult::undecodable);
    JsonValue format = json.at("format");
    return new ProbeResult(
        video,
        audio.orElse(null),
        seconds(ProbeNumbers.amount(format.at("start_time"))),
        seconds(ProbeNumbers.amount(format.at("duration"))),
        located(format, streams));
  }

  /// Returns the track that players select: the first default one, otherwise the first. In an MP4,
  /// the enabled tracks are the default ones (ISO/IEC 14496-12 section 8.3.2, `tkhd`).
  private static Optional<JsonValue> selected(List<JsonValue> tracks) {
    return tracks.stream()
        .filter(track -> disposed(track, "default"))
        .findFirst()
        .or(() -> tracks.stream().findFirst());
  }

  /// Returns whether it has a location tag (ISO 6709), or a telemetry track: GoPro's GPMF, or
  /// Camera Motion Metadata.
  private static boolean located(JsonValue format, List<JsonValue> streams) {
    return streams.stream()
            .map(stream -> stream.at("codec_tag_string").text())
            .anyMatch(TELEMETRY::contains)
        || LOCATIONS.stream().anyMatch(tag -> !format.at("tags").at(tag).text().isEmpty());
  }

  private static boolean is(JsonValue stream, String type) {
    return stream.at("codec_type").text().equals(type);
  }

  /// Returns whether the pictures belong to another track: a cover, or the thumbnails of chapters.
  private static boolean accessory(JsonValue video) {
    return disposed(video, "attached_pic") || disposed(video, "timed_thumbnails");
  }

  private static boolean disposed(JsonValue stream, String disposition) {
    return ProbeNumbers.count(stream.at("disposition").at(disposition)) > 0;
  }

  private static boolean decodable(JsonValue video) {
    return !codec(video).isEmpty()
        && ProbeNumbers.count(video.at("width")) > 0
        && ProbeNumbers.count(video.at("height")) > 0;
  }

  private static String codec(JsonValue stream) {
    return stream.at("codec_name").text();
  }

  private static Duration seconds(double seconds) {
    return seconds < MAX_SECONDS ? Duration.ofMillis(Math.round(seconds * 1000)) : Duration.ZERO;
  }

  /// Returns the numbers of the tracks that determine the duration.
  Set<Integer> tracks() {
    return audio == null ? Set.of(video.index()) : Set.of(video.index(), audio.index());
  }

  /// Returns the claimed duration if `measured` supports it, otherwise `measured`. `measured` is
  /// zero if the packets carry no times.
  Duration duration(Duration measured) {
    return measured.isZero() || near(claimed, measured) ? claimed : measured;
  }

  private static boolean near(Duration claimed, Duration measured) {
    return claimed.isPositive()
        && claimed.compareTo(measured.multipliedBy(2).plus(TOLERANCE)) <= 0
        && measured.compareTo(claimed.multipliedBy(2).plus(TOLERANCE)) <= 0;
  }

  /// Returns the facts of the video with the given duration.
  VideoFacts facts(Duration duration) {
    return new VideoFacts(video, duration, audio == null ? null : audio.codec(), position);
  }

  private static MediaException undecodable() {
    return new MediaException(new Failure.Undecodable());
  }

  private static MediaException audioOnly() {
    return new MediaException(new Failure.AudioOnly());
  }
}
