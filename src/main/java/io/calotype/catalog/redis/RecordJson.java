package io.calotype.catalog.redis;

import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import io.calotype.media.FileName;
import io.calotype.media.Group;
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
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A media as a record.
///
/// `{"cached":true,"title":"…","calotype":{"v":1,"type":"JPEG",…,"names":["title"]}}`: attributes
/// are members beside ours, `names` says which ones those are, and whatever else stands there is
/// somebody else's. Attributes that are called like a member of ours are in `attributes` of
/// `calotype`.
///
/// Where that is longer than [#MAX_BYTES], as hundreds of control characters are, the record has
/// the attributes that fit and `"calotype":{"v":1,"kept":true}`: all of it is in [RedisKeys#kept].
/// Only a record that has taken the place of another text may be longer.
final class RecordJson {
  /// What no record is longer than.
  static final int MAX_BYTES = 2 << 10;

  private static final String MARK = "cached";
  private static final String OURS = "calotype";
  private static final String OPENING = "\"calotype\":{\"v\":";

  private RecordJson() {}

  /// What a text under `image:<id>` is.
  sealed interface Reading {
    /// A record that we wrote.
    ///
    /// @param media all of it
    record Whole(Media media) implements Reading {}

    /// A record that we wrote, and that was too long.
    record Elsewhere() implements Reading {}

    /// A record that we wrote, and that cannot be parsed: a newer program has written it, or it was
    /// changed.
    record Damaged() implements Reading {}

    /// Nothing of ours.
    record Foreign() implements Reading {}
  }

  /// The record of `media`, which may be `whole` itself.
  static String fitted(Media media, String whole) {
    return bytes(whole) <= MAX_BYTES ? whole : new RecordJsonWriter().cut(media, MAX_BYTES);
  }

  /// All of `media`, however long.
  static String whole(Media media) {
    return new RecordJsonWriter().whole(media);
  }

  /// The record of `media` with the members of the JSON object `rest` beside ours, which takes the
  /// place of that text: nothing of it is left out, however long it is.
  static String lifted(Media media, String rest) {
    return new RecordJsonWriter().lifted(media, rest);
  }

  /// The JSON object `rest` with our mark, as the record of a media that is somewhere else.
  static String emptied(String rest) {
    return new RecordJsonWriter().emptied(rest);
  }

  /// Whether `text` is a record that we wrote, here or by [#emptied].
  ///
  /// @param field the member that holds a picture in records of others
  static boolean ours(String text, String field) {
    ForeignJson record = ForeignJson.read(text);
    return "1".equals(record.at(OURS).textOrNull("v"))
        || (record.claims(MARK) && !record.has(field));
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Whether an attribute of that name cannot be a member beside ours.
  static boolean taken(String name) {
    return name.equals(MARK) || name.equals(OURS);
  }

  /// What `text` is under `id`.
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

  /// Whether `text` has the beginning of our member, whole texts only: the rest of a long one was
  /// not read.
  private static boolean marked(String text) {
    return text.length() < RedisRecordReader.MAX_READ && text.contains(OPENING);
  }

  /// The media that `text` is all of; empty where it is none.
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
        new Sha256(json.text("sha256")));
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
        FileName.of(ours.textOrNull("filename")));
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
