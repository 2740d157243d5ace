package io.calotype.http;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.Placeholder;
import io.calotype.media.RenditionSpec;
import io.calotype.rendition.FailedWork;
import io.calotype.rendition.FailureMemory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Records as JSON, as the contract shows them.
final class MediaJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Links links;

  private final FailureMemory failures;

  MediaJson(Links links, FailureMemory failures) {
    this.links = links;
    this.failures = failures;
  }

  byte[] media(Media media) {
    return Json.bytes(json -> write(json, media));
  }

  byte[] page(Page page) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("items");
      page.items().forEach(media -> write(json, media));
      json.writeEndArray();
      Cursor next = page.next();
      text(json, "next", next == null ? null : next.text());
      json.writeEndObject();
    });
  }

  private void write(JsonGenerator json, Media media) {
    json.writeStartObject();
    json.writeStringProperty("id", media.id().value());
    json.writeStringProperty("kind", media.original().type().kind().text());
    json.writeStringProperty("type", media.original().type().contentType());
    json.writeNumberProperty("bytes", media.original().bytes());
    json.writeNumberProperty("width", media.picture().size().width());
    json.writeNumberProperty("height", media.picture().size().height());
    json.writeStringProperty("sha256", media.original().digest().hex());
    json.writeStringProperty("createdAt", TIME.format(media.life().created()));
    Instant expires = media.life().expires();
    text(json, "expiresAt", expires == null ? null : TIME.format(expires));
    labels(json, media);
    placeholder(json, media.picture().placeholder());
    links(json, media);
    problems(json, failures.of(media.original().digest()));
    json.writeEndObject();
  }

  /// What could not be made lately; left out where there is nothing.
  private static void problems(JsonGenerator json, List<FailedWork> failed) {
    if (failed.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("problems");
    failed.forEach(work -> problem(json, work));
    json.writeEndArray();
  }

  private static void problem(JsonGenerator json, FailedWork work) {
    RenditionSpec spec = work.spec();
    json.writeStartObject();
    json.writeStringProperty("type", "/problems/" + Problem.UNDECODABLE.slug());
    if (spec != null) {
      json.writeStringProperty("format", spec.format().extension());
      json.writeNumberProperty("width", spec.size().width());
      json.writeNumberProperty("height", spec.size().height());
    }
    json.writeNumberProperty("tries", work.tries());
    json.writeStringProperty("since", TIME.format(work.since()));
    json.writeStringProperty("retryAt", TIME.format(work.retryAt()));
    json.writeEndObject();
  }

  private static void labels(JsonGenerator json, Media media) {
    Group group = media.labels().group();
    text(json, "group", group == null ? null : group.value());
    json.writeStringProperty("visibility", media.labels().visibility().text());
    json.writeObjectPropertyStart("attributes");
    media.labels().attributes().forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private static void placeholder(JsonGenerator json, @Nullable Placeholder placeholder) {
    if (placeholder == null) {
      json.writeNullProperty("placeholder");
      return;
    }
    json.writeObjectPropertyStart("placeholder");
    json.writeStringProperty("thumbhash", placeholder.thumbhash());
    json.writeStringProperty("color", placeholder.color());
    json.writeEndObject();
  }

  private void links(JsonGenerator json, Media media) {
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", links.self(media.id()));
    json.writeStringProperty("content", links.content(media));
    json.writeStringProperty("thumbnail", links.thumbnail(media));
    json.writeStringProperty("image", links.image(media));
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }
}
