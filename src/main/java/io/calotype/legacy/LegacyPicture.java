package io.calotype.legacy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.body.Base64Member;
import io.calotype.upload.body.DataUriInput;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// A record of another program that holds a picture, `{"base64_data":"…","title":"…",…}`, without
/// the picture.
///
/// @param rest its other members, as JSON
/// @param attributes those members that can be attributes of a media
/// @param created the time in the first member of [#CREATED] that has one; null if none has
public record LegacyPicture(
    String rest, Map<String, String> attributes, @Nullable Instant created) {
  /// Default name of the member with the picture.
  public static final String DATA = "base64_data";

  /// Members that applications use for the creation time: ISO-8601, or seconds or milliseconds
  /// since 1970.
  private static final Set<String> CREATED =
      Set.of("createdAt", "created_at", "created", "timestamp");

  /// Larger numbers are milliseconds since 1970, smaller ones seconds.
  private static final double MILLIS = 1e11;

  /// A record with this member is one of Calotype's own.
  private static final String OURS = "calotype";

  /// In bytes of UTF-8. A record is read up to 64 KiB, and Calotype's own member is its last.
  private static final int MAX_REST = 60_000;

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(TokenStreamFactory.Feature.CHARSET_DETECTION).build();

  /// Reads `text` to its end and decodes its picture into `file`. Empty if it is no such record.
  ///
  /// Errors: `Undecodable` if the picture is broken; those of `text` and of `file`.
  ///
  /// @param field the member that holds the picture
  public static Optional<LegacyPicture> read(InputStream text, OutputStream file, String field) {
    DataUriInput input = new DataUriInput(text, field);
    Reader reader = new Reader(field, new Base64Member(field, input), file);
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), input)) {
      return reader.read(json) ? Optional.of(reader.picture()) : Optional.empty();
    } catch (JacksonIOException broken) {
      throw new UncheckedIOException(broken.getCause());
    } catch (JacksonException notJson) {
      if (reader.found) {
        throw broken(notJson);
      }
      return Optional.empty();
    }
  }

  private static MediaException broken(@Nullable Throwable cause) {
    Failure failure = new Failure.Undecodable();
    return cause == null ? new MediaException(failure) : new MediaException(failure, cause);
  }

  /// Reads one record.
  private static final class Reader {
    private final String field;
    private final Base64Member data;
    private final OutputStream file;
    private final StringWriter rest = new StringWriter();
    private final Map<String, String> attributes = new TreeMap<>();
    private final UploadOptions.Builder options = new UploadOptions.Builder();
    private @Nullable Instant created;
    private boolean found;

    Reader(String field, Base64Member data, OutputStream file) {
      this.field = field;
      this.data = data;
      this.file = file;
    }

    /// Reads the whole text; returns whether it is a legacy record.
    boolean read(JsonParser json) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      try (JsonGenerator others = JSON.createGenerator(ObjectWriteContext.empty(), rest)) {
        others.writeStartObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
          JsonToken value = json.nextToken();
          if (name.equals(OURS)) {
            return false;
          }
          if (name.equals(field) && value == JsonToken.VALUE_STRING) {
            decode(json);
          } else if (!name.equals(field)) {
            keep(name, json, others);
          }
        }
        others.writeEndObject();
      }
      if (found && (tooLong() || bytes() > MAX_REST || json.nextToken() != null)) {
        throw broken(null);
      }
      return found;
    }

    private void decode(JsonParser json) {
      if (found) {
        throw broken(null);
      }
      found = true;
      try {
        data.decode(json, file);
      } catch (MediaException wrong) {
        throw wrong.failure() instanceof Failure.BadRequest ? broken(wrong) : wrong;
      }
    }

    private void keep(String name, JsonParser json, JsonGenerator others) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        attribute(name, json.getString());
      }
      if (created == null && CREATED.contains(name)) {
        created = time(json);
      }
      if (tooLong()) {
        json.skipChildren();
      } else {
        others.writeName(name);
        others.copyCurrentStructureExact(json);
      }
    }

    private boolean tooLong() {
      return rest.getBuffer().length() > MAX_REST; // at least as many bytes
    }

    private int bytes() {
      return rest.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /// Values too long for an attribute, and attributes beyond the limit, stay in the record only.
    private void attribute(String name, String value) {
      try {
        options.set(UploadOptions.Builder.ATTRIBUTE + name, value);
        attributes.put(name, value);
      } catch (MediaException cannotBeOne) {
        // the member stays in the rest
      }
    }

    private static @Nullable Instant time(JsonParser json) {
      try {
        return switch (json.currentToken()) {
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> time(json.getDoubleValue());
          case VALUE_STRING -> time(json.getString());
          default -> null;
        };
      } catch (DateTimeException noTime) {
        return null;
      }
    }

    private static Instant time(double number) {
      return Instant.ofEpochMilli((long) (number < MILLIS ? number * 1000 : number));
    }

    /// A time without an offset is in UTC.
    private static Instant time(String text) {
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
      return time instanceof OffsetDateTime exact
          ? exact.toInstant()
          : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
    }

    LegacyPicture picture() {
      return new LegacyPicture(rest.toString(), attributes, created);
    }
  }
}
