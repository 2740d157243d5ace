package io.calotype.http.api;

import io.calotype.http.exchange.Problem;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The progress of one call of [WarmHandler]. For one thread.
final class WarmProgress {
  private final List<Failed> failed = new ArrayList<>();
  private int media;
  private int skip;
  private int made;
  private int present;
  private int gone;
  private int steps;

  /// A failed rendition.
  private record Failed(WarmRequest.Step step, Problem problem) {}

  /// Creates the progress of a call.
  ///
  /// @param skip the number of renditions of the first media that are done
  WarmProgress(int skip) {
    this.skip = skip;
  }

  /// The number of renditions of the current media that are done.
  int skip() {
    return skip;
  }

  /// Whether no rendition has been processed.
  boolean nothing() {
    return steps == 0;
  }

  /// Counts a rendition that exists. `now`: this call rendered it.
  void prepared(boolean now) {
    made += now ? 1 : 0;
    present += now ? 0 : 1;
    step();
  }

  /// Counts a failed rendition.
  void failed(WarmRequest.Step step, Problem problem) {
    failed.add(new Failed(step, problem));
    step();
  }

  private void step() {
    steps++;
    skip++;
  }

  /// Counts a media that no longer exists.
  void gone() {
    gone++;
    steps++;
  }

  /// Completes the current media.
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
