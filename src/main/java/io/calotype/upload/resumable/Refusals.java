package io.calotype.upload.resumable;

import io.calotype.failure.Failure;
import io.calotype.json.JsonValue;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The failures that refuse an upload for good, as JSON: `{"why":"too-large","limit":…}`.
///
/// Every other failure, such as a full disk, may be over when the client asks again.
final class Refusals {
  private Refusals() {}

  /// Returns `failure` as JSON; empty if the upload may succeed later.
  static Optional<JsonValue> json(Failure failure) {
    Map<String, ?> why =
        switch (failure) {
          case Failure.BadRequest(String detail) -> Map.of("why", "bad-request", "detail", detail);
          case Failure.TicketRefused(String detail) -> Map.of("why", "ticket", "detail", detail);
          case Failure.TooLarge(long limit) -> Map.of("why", "too-large", "limit", limit);
          case Failure.UnsupportedMedia() -> Map.of("why", "unsupported");
          case Failure.CameraRaw() -> Map.of("why", "camera-raw");
          case Failure.AudioOnly() -> Map.of("why", "audio-only");
          case Failure.NotInstalled(MediaType type) ->
              Map.of("why", "not-installed", "type", type.name());
          case Failure.Undecodable(), Failure.StillUndecodable _ -> Map.of("why", "undecodable");
          case Failure.TooManyPixels(Dimensions size, long limit) ->
              Map.of(
                  "why", "pixels", "width", size.width(), "height", size.height(), "limit", limit);
          case Failure.MediaExists(MediaId id) -> Map.of("why", "exists", "id", id.value());
          case Failure.MediaDiffers(MediaId id, List<String> members) ->
              Map.of("why", "differs", "id", id.value(), "members", members);
          default -> Map.of();
        };
    return why.isEmpty() ? Optional.empty() : Optional.of(JsonValue.object(why));
  }

  /// Parses the JSON of a failure.
  ///
  /// Errors: an [IllegalArgumentException] for the JSON of another version.
  static Failure of(JsonValue json) {
    return switch (json.at("why").text()) {
      case "bad-request" -> new Failure.BadRequest(json.at("detail").text());
      case "ticket" -> new Failure.TicketRefused(json.at("detail").text());
      case "too-large" -> new Failure.TooLarge(json.at("limit").count());
      case "unsupported" -> new Failure.UnsupportedMedia();
      case "camera-raw" -> new Failure.CameraRaw();
      case "audio-only" -> new Failure.AudioOnly();
      case "not-installed" -> new Failure.NotInstalled(MediaType.valueOf(json.at("type").text()));
      case "undecodable" -> new Failure.Undecodable();
      case "pixels" ->
          new Failure.TooManyPixels(
              new Dimensions((int) json.at("width").count(), (int) json.at("height").count()),
              json.at("limit").count());
      case "exists" -> new Failure.MediaExists(new MediaId(json.at("id").text()));
      case "differs" ->
          new Failure.MediaDiffers(
              new MediaId(json.at("id").text()),
              json.at("members").items().stream().map(JsonValue::text).toList());
      default -> throw new IllegalArgumentException("an unknown refusal");
    };
  }
}
