package io.calotype.upload;

import io.calotype.json.JsonValue;
import io.calotype.media.FileName;
import io.calotype.media.Incarnation;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.originals.DirectUploadStore.Expected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An upload that a client sends to the store itself, as its note there describes it.
///
/// The note is JSON:
/// `{"v":1,"at":<milliseconds>,"owner":…,"ticket":…,"ticketBytes":…,"bytes":…,"sha256":…,"options":{"id":…}}`
/// and, after the upload was completed, `"created":true,"media":…,"digest":…,"incarnation":…`.
///
/// @param at when it was announced
/// @param uploader the caller who announced it
/// @param expected the announced bytes, whose type does not matter any more
/// @param options the options of the upload by name; `id` is always one of them
/// @param result the result of the completion; null before
public record Announcement(
    Instant at,
    Uploader uploader,
    Expected expected,
    Map<String, String> options,
    @Nullable Result result) {
  private static final String VERSION = "1";

  /// The result of a completed upload.
  ///
  /// @param created whether it has created the media, which did not exist before
  /// @param media the id of the media, another one than announced for bytes that were stored before
  /// @param digest the digest of its bytes
  /// @param incarnation that of the original; null in notes of earlier versions
  public record Result(
      boolean created, MediaId media, Sha256 digest, @Nullable Incarnation incarnation) {
    /// Whether `stored` is the media of the upload, and not a later one under its id.
    public boolean is(Media stored) {
      return stored.original().digest().equals(digest)
          && (incarnation == null || incarnation.equals(stored.original().incarnation()));
    }
  }

  public Announcement {
    options = Map.copyOf(options);
    if (!options.containsKey("id")) {
      throw new IllegalArgumentException("an announcement without an id");
    }
  }

  /// Returns `options` in their shortest form, which bounds the length of a note.
  ///
  /// Errors: `BadRequest` with the name of an invalid one.
  static Map<String, String> canonical(Map<String, String> options) {
    Map<String, String> canonical = new TreeMap<>(options);
    UploadOptions parsed = UploadOptions.of(options);
    canonical.computeIfPresent("ttl", (_, _) -> String.valueOf(parsed.ttl()));
    FileName fileName = parsed.fileName();
    canonical.computeIfPresent("filename", (_, _) -> fileName == null ? null : fileName.text());
    return canonical;
  }

  /// The id of the media.
  public MediaId id() {
    return Objects.requireNonNull(upload().id());
  }

  /// The options.
  public UploadOptions upload() {
    return UploadOptions.of(options);
  }

  /// Returns whether this upload has created `media`, possibly at an earlier attempt whose result
  /// was not noted.
  boolean created(Media media) {
    return !media.lifetime().created().isBefore(at)
        && Objects.equals(media.owner(), uploader.owner());
  }

  /// Returns this announcement with its result.
  Announcement completed(Result done) {
    return new Announcement(at, uploader, expected, options, done);
  }

  byte[] text() {
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("v", VERSION);
    note.put("at", at.toEpochMilli());
    uploader.write(note);
    note.put("bytes", expected.bytes());
    if (expected.digest() != null) {
      note.put("sha256", expected.digest().hex());
    }
    note.put("options", JsonValue.object(new TreeMap<>(options)));
    if (result != null) {
      note.put("created", result.created);
      note.put("media", result.media.value());
      note.put("digest", result.digest.hex());
      if (result.incarnation != null) {
        note.put("incarnation", result.incarnation.text());
      }
    }
    return JsonValue.object(note).toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Parses a note; empty if this version cannot read it.
  static Optional<Announcement> of(byte[] text) {
    try {
      return JsonValue.read(text)
          .filter(note -> note.at("v").text().equals(VERSION))
          .map(Announcement::of);
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  private static Announcement of(JsonValue note) {
    Map<String, String> options = new TreeMap<>();
    note.at("options").members().forEach((name, value) -> options.put(name, value.text()));
    Sha256 digest = digest(note.at("digest"));
    return new Announcement(
        Instant.ofEpochMilli(note.at("at").count()),
        Uploader.read(note),
        new Expected(note.at("bytes").count(), digest(note.at("sha256")), null),
        options,
        digest == null ? null : result(note, options, digest));
  }

  /// Notes of earlier versions have neither `media` nor `incarnation`.
  private static Result result(JsonValue note, Map<String, String> options, Sha256 digest) {
    String media = note.at("media").text();
    String incarnation = note.at("incarnation").text();
    return new Result(
        note.at("created").text().equals("true"),
        new MediaId(media.isEmpty() ? String.valueOf(options.get("id")) : media),
        digest,
        incarnation.isEmpty() ? null : new Incarnation(incarnation));
  }

  private static @Nullable Sha256 digest(JsonValue hex) {
    return hex.text().isEmpty() ? null : new Sha256(hex.text());
  }
}
