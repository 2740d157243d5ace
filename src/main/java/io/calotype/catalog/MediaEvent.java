package io.calotype.catalog;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An event in the life of a media.
///
/// @param type its type for a caller that may see the media before and after it
/// @param id the media
/// @param kind the kind of the media; null if its record could not be parsed
/// @param before who could see the media before the event; null if it did not exist
/// @param after who may see the media after the event; null if it is gone
public record MediaEvent(
    Type type,
    MediaId id,
    @Nullable MediaKind kind,
    @Nullable Readers before,
    @Nullable Readers after) {

  /// The types of events.
  public enum Type {
    /// A record was added.
    UPLOADED,
    /// A record was changed.
    CHANGED,
    /// A record was removed.
    DELETED,
    /// A rendition of the media cannot be made.
    FAILED;

    /// The text in answers and in stores: the name in lower case.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Parses the text of a type; empty if it is none, or one of a later version.
    public static Optional<Type> parse(String text) {
      return Arrays.stream(values()).filter(type -> type.text().equals(text)).findAny();
    }
  }

  /// The addition of the record of `media`.
  public static MediaEvent uploaded(Media media) {
    return new MediaEvent(Type.UPLOADED, media.id(), kind(media), null, Readers.of(media));
  }

  /// The change of a record.
  public static MediaEvent changed(Media old, Media anew) {
    return new MediaEvent(Type.CHANGED, old.id(), kind(old), Readers.of(old), Readers.of(anew));
  }

  /// The removal of the record of `media`.
  public static MediaEvent deleted(Media media) {
    return new MediaEvent(Type.DELETED, media.id(), kind(media), Readers.of(media), null);
  }

  /// The removal of a record that cannot be parsed.
  public static MediaEvent deleted(MediaId id) {
    return new MediaEvent(Type.DELETED, id, null, Readers.UNKNOWN, null);
  }

  /// The failure of a rendition of `media`.
  public static MediaEvent failed(Media media) {
    Readers readers = Readers.of(media);
    return new MediaEvent(Type.FAILED, media.id(), kind(media), readers, readers);
  }

  /// Reads an event as a store has it; null if its type or its id is one of a later version.
  ///
  /// @param before the text of the readers, as is `after`
  public static @Nullable MediaEvent read(
      String type,
      String id,
      @Nullable MediaKind kind,
      @Nullable String before,
      @Nullable String after) {
    Type ofType = Type.parse(type).orElse(null);
    MediaId ofId = MediaId.parse(id).orElse(null);
    return ofType == null || ofId == null
        ? null
        : new MediaEvent(ofType, ofId, kind, Readers.parse(before), Readers.parse(after));
  }

  private static MediaKind kind(Media media) {
    return media.original().type().kind();
  }

  /// The type of this event for a caller that sees a media of the readers `sees`; empty if the
  /// caller must not know of it. A media that becomes visible to the caller is uploaded, and one
  /// that the caller may no longer see is deleted.
  public Optional<Type> seen(Predicate<Readers> sees) {
    boolean was = before != null && sees.test(before);
    boolean is = after != null && sees.test(after);
    if (was && is) {
      return Optional.of(type);
    }
    if (type == Type.FAILED) {
      return Optional.empty();
    }
    return was || is ? Optional.of(is ? Type.UPLOADED : Type.DELETED) : Optional.empty();
  }
}
