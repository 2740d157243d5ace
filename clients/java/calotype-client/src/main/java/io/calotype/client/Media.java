package io.calotype.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// The record of a media.
///
/// @param type media type of the original, such as `image/jpeg`
/// @param bytes length of the original
/// @param width in pixels, as displayed
/// @param height in pixels, as displayed
/// @param sha256 digest of the original, 64 hexadecimal digits
/// @param expiresAt null if the media does not expire
/// @param group null if it is in none
/// @param filename null if the upload named none
/// @param placeholder null if there is none
/// @param etag entity tag of the record for [Changes#ifMatch]; null in lists
/// @param members all members of the record, also those that this version of the client does not
///   know
public record Media(
    String id,
    Kind kind,
    String type,
    long bytes,
    int width,
    int height,
    String sha256,
    Instant createdAt,
    Instant expiresAt,
    String group,
    Visibility visibility,
    Map<String, String> attributes,
    String filename,
    Placeholder placeholder,
    Links links,
    String etag,
    Map<String, Object> members) {

  /// URLs of a media: paths, or absolute if the server knows its public URL.
  public record Links(String self, String content, String thumbnail, String image) {}

  /// A preview in the record.
  ///
  /// @param thumbhash a ThumbHash as base64
  /// @param color the dominant colour as `#rrggbb`
  public record Placeholder(String thumbhash, String color) {}

  /// @param etag null in lists
  static Media of(Members record, String etag) {
    try {
      return read(record, etag);
    } catch (DateTimeException | IllegalArgumentException notOurs) {
      throw new UnexpectedAnswerException("not a record of a media", notOurs);
    }
  }

  private static Media read(Members record, String etag) {
    return new Media(
        record.text("id"),
        Kind.valueOf(record.text("kind").toUpperCase(Locale.ROOT)),
        record.text("type"),
        record.number("bytes"),
        (int) record.number("width"),
        (int) record.number("height"),
        record.text("sha256"),
        Instant.parse(record.text("createdAt")),
        record.has("expiresAt") ? Instant.parse(record.text("expiresAt")) : null,
        record.textOrNull("group"),
        Visibility.valueOf(record.text("visibility").toUpperCase(Locale.ROOT)),
        record.texts("attributes"),
        record.textOrNull("filename"),
        record.has("placeholder") ? placeholder(record.object("placeholder")) : null,
        links(record.object("links")),
        etag,
        record.values());
  }

  private static Placeholder placeholder(Members members) {
    return new Placeholder(members.text("thumbhash"), members.text("color"));
  }

  private static Links links(Members members) {
    return new Links(
        members.text("self"),
        members.text("content"),
        members.text("thumbnail"),
        members.text("image"));
  }
}
