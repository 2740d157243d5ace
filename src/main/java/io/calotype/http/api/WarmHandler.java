package io.calotype.http.api;

import io.calotype.failure.Failure;
import io.calotype.http.dialect.CalotypeDialect;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.problem.Problem;
import io.calotype.http.problem.Problems;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
import io.calotype.media.MediaId;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import io.calotype.store.PresetNames;
import io.calotype.warming.WarmProgress;
import io.calotype.warming.WarmRequest;
import io.calotype.warming.Warming;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// Renders ahead of requests: `POST /api/admin/warm`.
public final class WarmHandler {
  private static final int MAX_IDS = 100;
  private static final int MAX_SKIP = 9999;

  private final Warming warming;
  private final List<Preset> presets;

  /// Creates a handler.
  ///
  /// @param presets all presets
  public WarmHandler(Warming warming, List<Preset> presets) {
    this.warming = warming;
    this.presets = presets;
  }

  public void warm(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          WarmProgress progress = warming.warm(request(body));
          exchange.json(200, JsonOutput.bytes(json -> write(progress, json)));
        });
  }

  private WarmRequest request(JsonBody body) {
    body.only("ids", "presets", "formats", "skip");
    List<MediaId> ids = body.texts("ids").stream().map(QueryParameters::id).toList();
    if (ids.isEmpty() || ids.size() > MAX_IDS) {
      throw QueryParameters.bad("the member ids is not a list of 1 to " + MAX_IDS);
    }
    List<Preset> chosen = body.texts("presets").stream().distinct().map(this::preset).toList();
    if (chosen.isEmpty()) {
      throw QueryParameters.bad("the member presets is missing: it says what to make");
    }
    List<Format> formats = body.texts("formats").stream().map(WarmHandler::format).toList();
    return new WarmRequest(ids, chosen, formats, body.number("skip", MAX_SKIP));
  }

  private Preset preset(String name) {
    Preset whole = name.equals(PresetNames.WHOLE) ? Preset.WHOLE : null;
    return presets.stream()
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .or(() -> Optional.ofNullable(whole))
        .orElseThrow(() -> QueryParameters.bad("a preset is none of " + names()));
  }

  private String names() {
    return Stream.concat(presets.stream().map(Preset::name), Stream.of(PresetNames.WHOLE))
        .collect(Collectors.joining(", "));
  }

  private static Format format(String name) {
    Format format = CalotypeDialect.FORMATS.get(name);
    if (format == null) {
      throw QueryParameters.bad("a format is none of webp, avif, jpeg, png");
    }
    return format;
  }

  private static void write(WarmProgress progress, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("media", progress.media());
    json.writeNumberProperty("skip", progress.skip());
    json.writeNumberProperty("made", progress.made());
    json.writeNumberProperty("present", progress.present());
    json.writeNumberProperty("gone", progress.gone());
    json.writeArrayPropertyStart("failed");
    for (WarmProgress.Failed failed : progress.failed()) {
      WarmRequest.Step step = failed.step();
      Failure failure = failed.failure();
      Problem problem = failure == null ? Problem.INTERNAL : Problems.of(failure).problem();
      json.writeStartObject();
      json.writeStringProperty("id", step.rendition().media().id().value());
      json.writeStringProperty("preset", step.name());
      json.writeStringProperty("format", step.rendition().spec().format().extension());
      json.writeStringProperty("problem", problem.slug());
      json.writeStringProperty("title", problem.title());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
