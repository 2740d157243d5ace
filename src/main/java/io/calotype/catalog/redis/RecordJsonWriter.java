package io.calotype.catalog.redis;

import io.calotype.json.JsonInput;
import io.calotype.json.JsonOutput;
import io.calotype.media.Facts;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Incarnation;
import io.calotype.media.Media;
import io.calotype.media.Original;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.media.VideoInfo;
import io.calotype.media.geometry.Focus;
import java.io.StringWriter;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/// Writes one record, in the form that [RecordJson] describes.
final class RecordJsonWriter {
  private final StringWriter text = new StringWriter();
  private final JsonGenerator json = JsonOutput.generator(text);

  String whole(Media media) {
    begin();
    writeAttributes(media.labels().attributes());
    writeOurs(media);
    return end();
  }

  private void writeAttributes(Map<String, String> attributes) {
    attributes.forEach((name, value) -> {
      if (!RecordJson.taken(name)) {
        json.writeStringProperty(name, value);
      }
    });
  }

  /// Replaces the attributes of `old` in `text` by those of `anew`. An attribute replaces a member
  /// of another program with its name.
  String changed(Media old, Media anew, String text) {
    Set<String> attributes = new HashSet<>(old.labels().attributes().keySet());
    attributes.addAll(anew.labels().attributes().keySet());
    begin();
    copy(text, attributes);
    writeAttributes(anew.labels().attributes());
    writeOurs(anew);
    return end();
  }

  String imported(Media media, String rest) {
    begin();
    copy(rest, Set.of());
    writeOurs(media);
    return end();
  }

  String emptied(String rest) {
    begin();
    copy(rest, Set.of());
    return end();
  }

  private void copy(String rest, Set<String> omitted) {
    try (JsonParser members = JsonInput.parser(rest)) {
      members.nextToken();
      for (String name = members.nextName(); name != null; name = members.nextName()) {
        members.nextToken();
        copy(name, members, omitted);
      }
    }
  }

  private void copy(String name, JsonParser members, Set<String> omitted) {
    if (RecordJson.taken(name) || omitted.contains(name)) {
      members.skipChildren();
    } else {
      json.writeName(name);
      json.copyCurrentStructureExact(members);
    }
  }

  private void writeOurs(Media media) {
    json.writeObjectPropertyStart("calotype");
    json.writeNumberProperty("v", 1);
    write(media.original());
    if (media.master() != null) {
      writeMaster(media.master());
    }
    write(media.picture());
    writeLabels(media);
    json.writeEndObject();
  }

  /// Returns a record with the attributes that fit into `maxBytes`, in the order of their names,
  /// and the mark that the copy is complete.
  String cut(Media media, int maxBytes) {
    Map<String, String> fitting = new TreeMap<>();
    media
        .labels()
        .attributes()
        .forEach((name, value) -> {
          if (!RecordJson.taken(name)) {
            fitting.put(name, value);
            if (RecordJson.bytes(new RecordJsonWriter().elsewhere(fitting)) > maxBytes) {
              fitting.remove(name);
            }
          }
        });
    return elsewhere(fitting);
  }

  private String elsewhere(Map<String, String> attributes) {
    begin();
    attributes.forEach(json::writeStringProperty);
    json.writeObjectPropertyStart("calotype");
    json.writeNumberProperty("v", 1);
    json.writeBooleanProperty("kept", true);
    json.writeEndObject();
    return end();
  }

  private void begin() {
    json.writeStartObject();
    json.writeBooleanProperty("cached", true);
  }

  private String end() {
    json.writeEndObject();
    json.close();
    return SurrogateEscapes.of(text.toString());
  }

  private void write(Original original) {
    json.writeStringProperty("type", original.type().name());
    json.writeNumberProperty("bytes", original.bytes());
    json.writeStringProperty("sha256", original.digest().hex());
    Incarnation incarnation = original.incarnation();
    write("incarnation", incarnation == null ? null : incarnation.text());
  }

  private void writeMaster(Original master) {
    json.writeObjectPropertyStart("master");
    write(master);
    json.writeEndObject();
  }

  private void write(Picture picture) {
    json.writeNumberProperty("width", picture.size().width());
    json.writeNumberProperty("height", picture.size().height());
    json.writeBooleanProperty("opaque", picture.opaque());
    write(picture.facts());
    Placeholder placeholder = picture.placeholder();
    if (placeholder != null) {
      json.writeStringProperty("thumbhash", placeholder.thumbhash());
      json.writeStringProperty("color", placeholder.color());
    }
  }

  private void write(Facts facts) {
    json.writeNumberProperty("frames", facts.frames());
    json.writeBooleanProperty("alpha", facts.alpha());
    json.writeNumberProperty("orientation", facts.orientation());
    write("profile", facts.profile());
    if (facts.position()) {
      json.writeBooleanProperty("position", true);
    }
    VideoInfo clip = facts.clip();
    if (clip != null) {
      json.writeObjectPropertyStart("clip");
      json.writeNumberProperty("millis", clip.durationMillis());
      json.writeStringProperty("video", clip.video());
      write("audio", clip.audio());
      json.writeEndObject();
    }
  }

  private void writeLabels(Media media) {
    Group group = media.labels().group();
    Owner owner = media.owner();
    Instant expires = media.lifetime().expires();
    write("group", group == null ? null : group.value());
    json.writeStringProperty("visibility", media.labels().visibility().name());
    write("owner", owner == null ? null : owner.text());
    json.writeNumberProperty("created", media.lifetime().created().toEpochMilli());
    if (expires != null) {
      json.writeNumberProperty("expires", expires.toEpochMilli());
    }
    FileName fileName = media.labels().fileName();
    write("filename", fileName == null ? null : fileName.text());
    Focus focus = media.labels().focus();
    write("focus", focus == null ? null : focus.text());
    writeNames(media.labels().attributes());
  }

  private void writeNames(Map<String, String> attributes) {
    json.writeArrayPropertyStart("names");
    attributes.keySet().stream().filter(name -> !RecordJson.taken(name)).forEach(json::writeString);
    json.writeEndArray();
    json.writeObjectPropertyStart("attributes");
    attributes.forEach((name, value) -> {
      if (RecordJson.taken(name)) {
        json.writeStringProperty(name, value);
      }
    });
    json.writeEndObject();
  }

  private void write(String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
