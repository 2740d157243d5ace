package io.calotype.catalog.redis;

import io.calotype.media.Facts;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Incarnation;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.media.Sha256;
import io.calotype.media.VideoInfo;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Focus;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON form of a media.
///
/// `{"cached":true,"title":"…","calotype":{"v":1,"type":"JPEG",…,"names":["title"]}}`: attributes
/// are top-level members, and `names` lists them. All other top-level members belong to other
/// programs. Attributes with the name of a member of Calotype are in `attributes` of `calotype`.
///
/// A record longer than [#MAX_BYTES], for example due to hundreds of control characters, is cut. It
/// has the attributes that fit and `"calotype":{"v":1,"kept":true}`, and [RedisKeys#kept] holds the
/// whole record. Only a record that has replaced another text may be longer.
final class RecordJson {
  /// The maximum length of a record.
  static final int MAX_BYTES = 2 << 10;

  private static final String MARK = "cached";
  private static final String OURS = "calotype";
  private static final String OPENING = "\"calotype\":{\"v\":";

  private RecordJson() {}

  /// The result of parsing a text under `image:<id>`.
  sealed interface Reading {
    /// A record of Calotype.
    ///
    /// @param media the complete media
    record Whole(Media media) implements Reading {}

    /// A record of Calotype that was cut; its copy is complete.
    record Elsewhere() implements Reading {}

    /// A record of Calotype that cannot be parsed: a newer version has written it, or it was
    /// modified.
    record Damaged() implements Reading {}

    /// A text of another program.
    record Foreign() implements Reading {}
  }

  /// Returns the record of `media`: `whole` itself if it is short enough, otherwise the cut form.
  static String fitted(Media media, String whole) {
    return bytes(whole) <= MAX_BYTES ? whole : new RecordJsonWriter().cut(media, MAX_BYTES);
  }

  /// Returns the complete record of `media`, without a limit on its length.
  static String whole(Media media) {
    return new RecordJsonWriter().whole(media);
  }

  /// Returns the record of `media` with the members of the JSON object `rest`, to replace that
  /// text. All members are kept, without a limit on its length.
  static String imported(Media media, String rest) {
    return new RecordJsonWriter().imported(media, rest);
  }

  /// Returns the record of `anew` in place of `text`, a record of `old`. The members of other
  /// programs stay, and exempt the record from the limit on its length.
  static String changed(Media old, Media anew, String text) {
    Map<String, String> attributes = old.labels().attributes();
    boolean alone =
        ForeignJson.read(text).members().keySet().stream()
            .allMatch(name -> taken(name) || attributes.containsKey(name));
    if (alone) {
      return fitted(anew, whole(anew));
    }
    return attributes.equals(anew.labels().attributes())
        ? imported(anew, text)
        : new RecordJsonWriter().changed(old, anew, text);
  }

  /// Returns the JSON object `rest` with the mark of Calotype, for a media that is stored
  /// elsewhere.
  static String emptied(String rest) {
    return new RecordJsonWriter().emptied(rest);
  }

  /// Returns whether `text` is a record of Calotype, complete or made by [#emptied].
  ///
  /// @param field the member that holds a picture in records of other programs
  static boolean ours(String text, String field) {
    ForeignJson record = ForeignJson.read(text);
    return "1".equals(record.at(OURS).textOrNull("v"))
        || (record.claims(MARK) && !record.has(field));
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Returns whether an attribute of this name cannot be a top-level member.
  static boolean taken(String name) {
    return name.equals(MARK) || name.equals(OURS);
  }

  /// Parses `text` as the record of `id`.
  static Reading read(MediaId id, String text) {
    ForeignJson record = ForeignJson.read(text);
    ForeignJson ours = record.at(OURS);
    if (!"1".equals(ours.textOrNull("v"))) {
      return marked(text) ? new Reading.Damaged() : new Reading.Foreign();
    }
    try {
      return ours.claims("kept")
          ? new Reading.Elsewhere()
          : new Reading.Whole(media(id, record, ours));
    } catch (IllegalArgumentException | DateTimeException senseless) {
      return new Reading.Damaged();
    }
  }

  /// Returns whether `text` contains the start of the `calotype` member. False for long texts,
  /// which were not read to the end.
  private static boolean marked(String text) {
    return text.length() < StoredTexts.MAX_READ && text.contains(OPENING);
  }

  /// Returns the media if `text` is a complete record; otherwise empty.
  static Optional<Media> media(MediaId id, @Nullable String text) {
    return text != null && read(id, text) instanceof Reading.Whole(Media media)
        ? Optional.of(media)
        : Optional.empty();
  }

  private static Media media(MediaId id, ForeignJson record, ForeignJson ours) {
    String owner = ours.textOrNull("owner");
    return new Media(
        id,
        original(ours),
        ours.has("master") ? original(ours.at("master")) : null,
        picture(ours),
        labels(record, ours),
        new Lifetime(
            Instant.ofEpochMilli(ours.number("created")),
            ours.has("expires") ? Instant.ofEpochMilli(ours.number("expires")) : null),
        owner == null ? null : new Owner(owner));
  }

  private static Original original(ForeignJson json) {
    return new Original(
        MediaType.valueOf(json.text("type")),
        json.number("bytes"),
        new Sha256(json.text("sha256")),
        incarnation(json.textOrNull("incarnation")));
  }

  private static @Nullable Incarnation incarnation(@Nullable String text) {
    return text == null ? null : new Incarnation(text);
  }

  private static Picture picture(ForeignJson ours) {
    String thumbhash = ours.textOrNull("thumbhash");
    String color = ours.textOrNull("color");
    return new Picture(
        new Dimensions(ours.count("width"), ours.count("height")),
        ours.claims("opaque"),
        facts(ours),
        thumbhash == null || color == null ? null : new Placeholder(thumbhash, color));
  }

  private static Facts facts(ForeignJson ours) {
    ForeignJson clip = ours.at("clip");
    return new Facts(
        ours.count("frames"),
        ours.claims("alpha"),
        ours.count("orientation"),
        ours.textOrNull("profile"),
        ours.has("clip")
            ? new VideoInfo(clip.number("millis"), clip.text("video"), clip.textOrNull("audio"))
            : null,
        ours.claims("position"));
  }

  private static Labels labels(ForeignJson record, ForeignJson ours) {
    String group = ours.textOrNull("group");
    return new Labels(
        group == null ? null : new Group(group),
        Visibility.valueOf(ours.text("visibility")),
        attributes(record, ours),
        FileName.of(ours.textOrNull("filename")),
        focus(ours.textOrNull("focus")));
  }

  private static @Nullable Focus focus(@Nullable String text) {
    return text == null ? null : Focus.parse(text).orElseThrow(IllegalArgumentException::new);
  }

  private static Map<String, String> attributes(ForeignJson record, ForeignJson ours) {
    Map<String, String> attributes = new TreeMap<>();
    ours.texts("names").forEach(name -> put(attributes, name, record));
    ours.at("attributes")
        .members()
        .keySet()
        .forEach(name -> put(attributes, String.valueOf(name), ours.at("attributes")));
    return attributes;
  }

  private static void put(Map<String, String> attributes, String name, ForeignJson from) {
    String value = from.textOrNull(name);
    if (value != null) {
      attributes.put(name, value);
    }
  }
}
