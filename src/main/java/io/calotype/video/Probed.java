package io.calotype.video;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What ffprobe says of a video.
///
/// @param video the first stream of pictures that is no cover
/// @param audioCodec of the first stream of sound; null where there is none
/// @param claimed how long the file as a whole claims to be
/// @param longest the longest that one of its streams is; zero where none says so
record Probed(VideoStream video, @Nullable String audioCodec, Duration claimed, Duration longest) {
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,6}):(\\d{2}):(\\d{2}(?:\\.\\d+)?)");
  private static final double MAX_SECONDS = 1e9;

  /// How much longer a file may claim to be than its streams.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /// Reads ffprobe's JSON.
  ///
  /// Errors: `AudioOnly` where there is sound and no video; `Undecodable` where there is neither,
  /// or it is of no codec that this ffmpeg knows.
  static Probed of(byte[] answer) {
    Json json = Json.read(answer).orElseThrow(Probed::undecodable);
    List<Json> streams = json.at("streams").items();
    Optional<String> sound =
        streams.stream()
            .filter(s -> is(s, "audio"))
            .map(s -> s.at("codec_name").text())
            .findFirst();
    Json video =
        streams.stream()
            .filter(s -> is(s, "video") && s.at("disposition").at("attached_pic").count() == 0)
            .findFirst()
            .orElseThrow(() -> sound.isPresent() ? audioOnly() : undecodable());
    if (!sensible(video)) {
      throw undecodable();
    }
    Duration longest =
        streams.stream().map(Probed::duration).max(Duration::compareTo).orElse(Duration.ZERO);
    Duration claimed = seconds(json.at("format").at("duration").amount());
    return new Probed(VideoStream.of(video), sound.orElse(null), claimed, longest);
  }

  private static boolean is(Json stream, String type) {
    return stream.at("codec_type").text().equals(type);
  }

  private static boolean sensible(Json video) {
    return !video.at("codec_name").text().isEmpty()
        && video.at("width").count() > 0
        && video.at("height").count() > 0;
  }

  /// Of its own, in seconds, or in the tag `DURATION` of Matroska.
  private static Duration duration(Json stream) {
    if (!is(stream, "video") && !is(stream, "audio")) {
      return Duration.ZERO;
    }
    Duration own = seconds(stream.at("duration").amount());
    return own.isZero() ? clock(stream.at("tags").at("DURATION").text()) : own;
  }

  private static Duration clock(String text) {
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      return Duration.ZERO;
    }
    return seconds(Double.parseDouble(clock.group(3)))
        .plusMinutes(Long.parseLong(clock.group(2)))
        .plusHours(Long.parseLong(clock.group(1)));
  }

  private static Duration seconds(double seconds) {
    return seconds < MAX_SECONDS ? Duration.ofMillis(Math.round(seconds * 1000)) : Duration.ZERO;
  }

  /// Whether the claim goes beyond what the streams say.
  private boolean exaggerated() {
    return claimed.compareTo(longest.multipliedBy(2).plus(TOLERANCE)) > 0;
  }

  /// What the file claims, or what its streams say where it claims nothing, or far more than that.
  Duration duration() {
    return claimed.isZero() || (!longest.isZero() && exaggerated()) ? longest : claimed;
  }

  /// When the last packet of a stream is shown; `times` has a line for each packet.
  static Optional<Duration> lastOf(byte[] times) {
    return new String(times, StandardCharsets.US_ASCII)
        .lines()
        .map(line -> seconds(new Json(line.strip()).amount()))
        .max(Duration::compareTo)
        .filter(Duration::isPositive);
  }

  VideoFacts facts(Duration duration) {
    return new VideoFacts(
        video.size(),
        duration,
        video.codec(),
        audioCodec,
        video.alpha(),
        video.colours().highDynamicRange());
  }

  private static MediaException undecodable() {
    return new MediaException(new Failure.Undecodable());
  }

  private static MediaException audioOnly() {
    return new MediaException(new Failure.AudioOnly());
  }
}
