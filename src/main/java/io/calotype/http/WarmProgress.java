package io.calotype.http;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How far one call of warming has come. For one thread.
final class WarmProgress {
  private final List<Failed> failed = new ArrayList<>();
  private int media;
  private int skip;
  private int made;
  private int present;
  private int gone;
  private int steps;

  /// What could not be made.
  private record Failed(WarmRequest.Step step, Problem problem) {}

  /// @param skip how many renditions of the first media are done
  WarmProgress(int skip) {
    this.skip = skip;
  }

  /// How many renditions of the current media are done.
  int skip() {
    return skip;
  }

  /// Whether no rendition was looked at.
  boolean nothing() {
    return steps == 0;
  }

  /// A rendition is there.
  void prepared(boolean now) {
    made += now ? 1 : 0;
    present += now ? 0 : 1;
    step();
  }

  /// A rendition could not be made.
  void failed(WarmRequest.Step step, Problem problem) {
    failed.add(new Failed(step, problem));
    step();
  }

  private void step() {
    steps++;
    skip++;
  }

  /// The current media is not there any more.
  void gone() {
    gone++;
    steps++;
  }

  /// Everything of the current media is done.
  void finish() {
    media++;
    skip = 0;
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("media", media);
    json.writeNumberProperty("skip", skip);
    json.writeNumberProperty("made", made);
    json.writeNumberProperty("present", present);
    json.writeNumberProperty("gone", gone);
    json.writeArrayPropertyStart("failed");
    for (Failed each : failed) {
      json.writeStartObject();
      json.writeStringProperty("id", each.step().rendition().media().id().value());
      json.writeStringProperty("preset", each.step().name());
      json.writeStringProperty("format", each.step().rendition().spec().format().extension());
      json.writeStringProperty("problem", each.problem().slug());
      json.writeStringProperty("title", each.problem().title());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
