package io.calotype.upload.resumable;

import io.calotype.json.JsonValue;
import io.calotype.media.MediaId;
import io.calotype.upload.Uploader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The text of an upload's journal: JSON in lines. The first line is the creation, each other one a
/// change:
///
/// ```
/// {"v":1,"id":…,"at":<milliseconds>,"owner":…,"ticket":…,"ticketBytes":…,"role":"alone|part|whole","parts":[…],"options":{…},"metadata":…}
/// {"length":<bytes>}
/// {"offset":<bytes>}
/// {"stored":<media>}, {"refused":{…}} or {"used":<upload>}
/// ```
///
/// A crash may leave a part of a line. No part of a line is JSON, so it is skipped.
final class UploadJournal {
  private static final String VERSION = "1";

  private UploadJournal() {}

  /// Returns the shortest journal of `state`, with a line feed at its end.
  static String text(UploadState state) {
    StringBuilder text = new StringBuilder(creation(state.id(), state.head())).append('\n');
    if (state.length() != null) {
      text.append(length(state.length())).append('\n');
    }
    if (state.offset() > 0) {
      text.append(offset(state.offset())).append('\n');
    }
    if (state.outcome() != null) {
      outcome(state.outcome()).ifPresent(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  private static String creation(ResumableId id, UploadHead head) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("v", 1);
    line.put("id", id.text());
    line.put("at", head.at().toEpochMilli());
    head.uploader().write(line);
    switch (head.role()) {
      case UploadHead.Role.Alone() -> line.put("role", "alone");
      case UploadHead.Role.Part() -> line.put("role", "part");
      case UploadHead.Role.Whole(List<ResumableId> parts) -> {
        line.put("role", "whole");
        line.put("parts", parts.stream().map(ResumableId::text).toList());
      }
    }
    line.put("options", JsonValue.object(new TreeMap<>(head.options())));
    line.put("metadata", head.metadata());
    return JsonValue.object(line).toString();
  }

  static String length(long bytes) {
    return "{\"length\":" + bytes + "}";
  }

  static String offset(long bytes) {
    return "{\"offset\":" + bytes + "}";
  }

  /// Returns the line of an outcome; empty for a refusal that may be over later.
  static Optional<String> outcome(UploadOutcome outcome) {
    return switch (outcome) {
      case UploadOutcome.Stored(MediaId media) ->
          Optional.of(JsonValue.object(Map.of("stored", media.value())).toString());
      case UploadOutcome.Refused refused ->
          Refusals.json(refused.failure())
              .map(why -> JsonValue.object(Map.of("refused", why)).toString());
      case UploadOutcome.Used(ResumableId whole) ->
          Optional.of(JsonValue.object(Map.of("used", whole.text())).toString());
    };
  }

  /// Parses a journal; empty if it has no creation that this version can read.
  static Optional<UploadState> parse(String text) {
    UploadState state = null;
    try {
      for (String line : text.split("\n", -1)) {
        Optional<JsonValue> read = line.isBlank() ? Optional.empty() : JsonValue.read(line);
        if (read.isPresent()) {
          state = state == null ? created(read.get()) : changed(state, read.get());
        }
      }
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
    return Optional.ofNullable(state);
  }

  private static UploadState created(JsonValue line) {
    if (!line.at("v").text().equals(VERSION)) {
      throw new IllegalArgumentException("a journal of another version");
    }
    Map<String, String> options = new TreeMap<>();
    line.at("options").members().forEach((name, value) -> options.put(name, value.text()));
    UploadHead head =
        new UploadHead(
            Instant.ofEpochMilli(line.at("at").count()),
            Uploader.read(line),
            role(line),
            options,
            line.at("metadata").text());
    return new UploadState(new ResumableId(line.at("id").text()), head, null, 0, null);
  }

  private static UploadHead.Role role(JsonValue line) {
    return switch (line.at("role").text()) {
      case "alone" -> new UploadHead.Role.Alone();
      case "part" -> new UploadHead.Role.Part();
      case "whole" ->
          new UploadHead.Role.Whole(
              line.at("parts").items().stream().map(part -> new ResumableId(part.text())).toList());
      default -> throw new IllegalArgumentException("an unknown role");
    };
  }

  private static UploadState changed(UploadState state, JsonValue line) {
    Map<String, JsonValue> members = line.members();
    if (members.containsKey("length")) {
      return state.withLength(line.at("length").count());
    }
    if (members.containsKey("offset")) {
      return state.withOffset(line.at("offset").count());
    }
    if (members.containsKey("stored")) {
      return state.withOutcome(new UploadOutcome.Stored(new MediaId(line.at("stored").text())));
    }
    if (members.containsKey("refused")) {
      return state.withOutcome(new UploadOutcome.Refused(Refusals.of(line.at("refused"))));
    }
    return members.containsKey("used")
        ? state.withOutcome(new UploadOutcome.Used(new ResumableId(line.at("used").text())))
        : state;
  }
}
