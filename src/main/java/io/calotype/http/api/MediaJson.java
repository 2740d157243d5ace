package io.calotype.http.api;

import io.calotype.catalog.Cursor;
import io.calotype.catalog.Page;
import io.calotype.http.exchange.Links;
import io.calotype.http.problem.Problem;
import io.calotype.json.JsonOutput;
import io.calotype.media.Facts;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Placeholder;
import io.calotype.media.VideoInfo;
import io.calotype.media.geometry.Focus;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.OriginalCondition;
import io.calotype.rendition.FailedWork;
import io.calotype.rendition.FailureBackoff;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Records as JSON, in the format of the API contract.
public final class MediaJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Links links;

  private final FailureBackoff failures;

  private final DamagedOriginals damages;

  public MediaJson(Links links, FailureBackoff failures, DamagedOriginals damages) {
    this.damages = damages;
    this.links = links;
    this.failures = failures;
  }

  /// Formats a time as in the API contract.
  public static String time(Instant time) {
    return TIME.format(time);
  }

  public byte[] media(Media media) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      write(json, media);
      json.writeEndObject();
    });
  }

  /// A record with the EXIF fields of its original.
  byte[] media(Media media, Map<String, String> exif) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      write(json, media);
      json.writeObjectPropertyStart("exif");
      exif.forEach(json::writeStringProperty);
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  byte[] page(Page page) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("items");
      page.items().forEach(media -> item(json, media));
      json.writeEndArray();
      Cursor next = page.next();
      text(json, "next", next == null ? null : next.text());
      json.writeEndObject();
    });
  }

  private void item(JsonGenerator json, Media media) {
    json.writeStartObject();
    write(json, media);
    json.writeEndObject();
  }

  /// The path or URL of the record of `id`.
  public String self(MediaId id) {
    return links.self(id);
  }

  /// The entity tag of the current record of `media`.
  RecordTag tag(Media media) {
    String state = media + " " + failures.of(media) + " " + damages.known(media);
    return RecordTag.of(state, String.join(" ", links.all(media)));
  }

  private void write(JsonGenerator json, Media media) {
    json.writeStringProperty("id", media.id().value());
    json.writeStringProperty("kind", media.original().type().kind().text());
    json.writeStringProperty("type", media.original().type().contentType());
    json.writeNumberProperty("bytes", media.original().bytes());
    json.writeNumberProperty("width", media.picture().size().width());
    json.writeNumberProperty("height", media.picture().size().height());
    VideoInfo clip = media.picture().facts().clip();
    if (clip != null) {
      json.writeNumberProperty("durationMillis", clip.durationMillis());
    }
    json.writeStringProperty("sha256", media.original().digest().hex());
    json.writeStringProperty("createdAt", TIME.format(media.lifetime().created()));
    Instant expires = media.lifetime().expires();
    text(json, "expiresAt", expires == null ? null : TIME.format(expires));
    labels(json, media);
    facts(json, media);
    placeholder(json, media.picture().placeholder());
    links(json, media);
    problems(json, failures.of(media), damages.known(media));
  }

  private static void facts(JsonGenerator json, Media media) {
    Facts facts = media.picture().facts();
    json.writeObjectPropertyStart("facts");
    json.writeStringProperty("format", media.original().type().extension());
    json.writeNumberProperty("frames", facts.frames());
    json.writeBooleanProperty("alpha", facts.alpha());
    json.writeBooleanProperty("opaque", media.picture().opaque());
    json.writeObjectPropertyStart("orientation");
    json.writeNumberProperty("stored", facts.orientation());
    json.writeNumberProperty("delivered", 1);
    json.writeEndObject();
    text(json, "profile", facts.profile());
    json.writeBooleanProperty("position", facts.position());
    codecs(json, facts.clip());
    json.writeEndObject();
  }

  private static void codecs(JsonGenerator json, @Nullable VideoInfo clip) {
    if (clip != null) {
      json.writeObjectPropertyStart("codecs");
      json.writeStringProperty("video", clip.video());
      text(json, "audio", clip.audio());
      json.writeEndObject();
    }
  }

  /// Writes recent render failures and a lost or damaged original. Writes no member if there are
  /// none.
  private static void problems(
      JsonGenerator json, List<FailedWork> failed, OriginalCondition original) {
    if (failed.isEmpty() && original == OriginalCondition.WHOLE) {
      return;
    }
    json.writeArrayPropertyStart("problems");
    switch (original) {
      case WHOLE -> {}
      case LOST -> problem(json, Problem.ORIGINAL_LOST);
      case DAMAGED -> problem(json, Problem.ORIGINAL_DAMAGED);
    }
    failed.forEach(work -> problem(json, work));
    json.writeEndArray();
  }

  private static void problem(JsonGenerator json, Problem problem) {
    json.writeStartObject();
    json.writeStringProperty("type", "/problems/" + problem.slug());
    json.writeEndObject();
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
    FileName fileName = media.labels().fileName();
    text(json, "filename", fileName == null ? null : fileName.text());
    Focus focus = media.labels().focus();
    if (focus != null) {
      json.writeStringProperty("focus", focus.text());
    }
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
