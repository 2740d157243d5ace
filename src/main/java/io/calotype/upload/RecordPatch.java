package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Focus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A change of the labels and the expiry of a stored media: a JSON Merge Patch (RFC 7396).
///
/// @param group the change of its group
/// @param visibility the new visibility; null keeps it
/// @param ttl the change of its expiry; a duration begins at the time of the change
/// @param attributes the changes of its attributes
/// @param focus the change of its focus
public record RecordPatch(
    Member<Group> group,
    @Nullable Visibility visibility,
    Member<Duration> ttl,
    Attributes attributes,
    Member<Focus> focus) {

  /// The change of one member.
  public sealed interface Member<T> {
    /// The member is absent from the patch.
    record Kept<T>() implements Member<T> {}

    /// The member is null in the patch.
    record Removed<T>() implements Member<T> {}

    /// The member has a value in the patch.
    record Given<T>(T value) implements Member<T> {}

    /// Returns the value afterwards.
    default @Nullable T over(@Nullable T old) {
      return switch (this) {
        case Kept<T> _ -> old;
        case Removed<T> _ -> null;
        case Given<T>(T value) -> value;
      };
    }
  }

  /// The changes of attributes.
  ///
  /// @param cleared whether the attributes before are removed
  /// @param changes the new value of each attribute; empty removes it
  public record Attributes(boolean cleared, Map<String, Optional<String>> changes) {
    private Map<String, String> over(Map<String, String> old) {
      Map<String, String> merged = cleared ? new TreeMap<>() : new TreeMap<>(old);
      changes.forEach((name, value) -> {
        if (value.isPresent()) {
          merged.put(name, value.get());
        } else {
          merged.remove(name);
        }
      });
      return merged;
    }
  }

  /// Returns `media` after the change.
  ///
  /// Errors: `BadRequest` if it would have too many attributes.
  public Media applied(Media media, Instant now) {
    Labels labels = media.labels();
    Map<String, String> merged = attributes.over(labels.attributes());
    if (!merged.equals(labels.attributes())) {
      OptionParsers.requireFitting(merged);
    }
    return media
        .labelled(
            new Labels(
                group.over(labels.group()),
                Objects.requireNonNullElse(visibility, labels.visibility()),
                merged,
                labels.fileName(),
                focus.over(labels.focus())))
        .living(lifetime(media.lifetime(), now));
  }

  private Lifetime lifetime(Lifetime old, Instant now) {
    return switch (ttl) {
      case Member.Kept<Duration> _ -> old;
      case Member.Removed<Duration> _ -> new Lifetime(old.created(), null);
      case Member.Given<Duration>(Duration life) -> new Lifetime(old.created(), now.plus(life));
    };
  }

  /// Collects the members of a patch, in any order.
  ///
  /// Errors of every call: `BadRequest` with the name of the member.
  public static final class Builder {
    private final Set<String> given = new HashSet<>();
    private final Map<String, Optional<String>> attributes = new HashMap<>();
    private boolean cleared;
    private Member<Group> group = new Member.Kept<>();
    private @Nullable Visibility visibility;
    private Member<Duration> ttl = new Member.Kept<>();
    private Member<Focus> focus = new Member.Kept<>();

    /// Sets the member `name`, which is no attribute.
    ///
    /// @param value null removes it
    public void set(String name, @Nullable String value) {
      begin(name);
      switch (name) {
        case "group" -> group = member(value == null ? null : OptionParsers.group(value));
        case "visibility" -> visibility = OptionParsers.visibility(Objects.toString(value));
        case "ttl" -> ttl = member(value == null ? null : OptionParsers.ttl(value));
        case "focus" -> focus = member(value == null ? null : OptionParsers.focus(value));
        default ->
            throw bad(
                "the member "
                    + OptionParsers.printable(name)
                    + " cannot be changed: there are group, visibility, ttl, attributes, focus");
      }
    }

    private static <T> Member<T> member(@Nullable T value) {
      return value == null ? new Member.Removed<>() : new Member.Given<>(value);
    }

    /// Notes that the member `name` is given.
    public void begin(String name) {
      if (!given.add(name)) {
        throw bad("the member " + OptionParsers.printable(name) + " is given twice");
      }
    }

    /// Removes all attributes.
    public void clearAttributes() {
      cleared = true;
    }

    /// Sets one attribute.
    ///
    /// @param value null removes it
    public void attribute(String name, @Nullable String value) {
      OptionParsers.requireAttribute(name, value == null ? "" : value);
      if (attributes.put(name, Optional.ofNullable(value)) != null) {
        throw bad("the attribute " + OptionParsers.printable(name) + " is given twice");
      }
    }

    /// Returns the patch.
    public RecordPatch build() {
      return new RecordPatch(group, visibility, ttl, new Attributes(cleared, attributes), focus);
    }

    private static MediaException bad(String detail) {
      return new MediaException(new Failure.BadRequest(detail));
    }
  }
}
