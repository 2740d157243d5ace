package io.calotype.upload.resumable;

import io.calotype.media.MediaId;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.Uploader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The part of a resumable upload that its creation fixes.
///
/// @param at the time of its creation
/// @param uploader the caller who has created it
/// @param role its role in a concatenation
/// @param options the options of the media by name; `id` is always one of them
/// @param metadata the metadata as the client has sent it
public record UploadHead(
    Instant at, Uploader uploader, Role role, Map<String, String> options, String metadata) {
  /// The time in which an upload has to be complete.
  public static final Duration LIFE = Duration.ofDays(1);

  public UploadHead {
    options = Map.copyOf(options);
  }

  /// The role of an upload in a concatenation.
  public sealed interface Role {
    /// It is none of a concatenation.
    record Alone() implements Role {}

    /// A part, which becomes no media by itself.
    record Part() implements Role {}

    /// The concatenation of `parts`.
    record Whole(List<ResumableId> parts) implements Role {
      public Whole {
        parts = List.copyOf(parts);
      }
    }
  }

  /// The time from which on the upload cannot be continued.
  public Instant expires() {
    return at.plus(LIFE);
  }

  /// The options of the media.
  public UploadOptions upload() {
    return UploadOptions.of(options);
  }

  /// The id of the media.
  public MediaId media() {
    return Objects.requireNonNull(upload().id());
  }
}
