package io.calotype.http;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Placeholder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Records as JSON, as the contract shows them.
final class MediaJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String publicUrl;

  /// Links begin with `publicUrl`, a slash at its end left out; empty makes them paths.
  MediaJson(String publicUrl) {
    boolean slash = publicUrl.endsWith("/");
    this.publicUrl = slash ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
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

  /// The link to a record.
  String self(MediaId id) {
    return publicUrl + "/api/media/" + id;
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
    String self = self(media.id());
    String version = "?v=" + media.original().version();
    json.writeObjectPropertyStart("links");
    json.writeStringProperty("self", self);
    json.writeStringProperty("content", self + "/content" + version);
    json.writeStringProperty("thumbnail", self + "/thumbnail" + version);
    json.writeStringProperty("image", publicUrl + "/images/" + media.id() + version);
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
