package io.calotype.upload;

import io.calotype.disk.BytesInput;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.media.MediaId;
import io.calotype.originals.DirectUploadStore;
import io.calotype.originals.DirectUploadStore.Arrived;
import io.calotype.originals.DirectUploadStore.Expected;
import io.calotype.originals.StagedFile;
import io.calotype.originals.Staging;
import io.calotype.originals.UploadId;
import io.calotype.store.MediaStore;
import io.calotype.store.Uploaded;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Uploads whose bytes clients send to the store itself.
///
/// The state of an upload is its note in the store, so that any node can complete it, before and
/// after a restart. Until then no media exists. The completion stages the bytes as those of any
/// other upload.
///
/// A completion may be repeated. The note has its result before the bytes are deleted. A crash
/// between the record and the note leads to a second attempt, which finds the media of the first. A
/// slow attempt that overlaps a faster one, and the deletion of its media, leaves no media.
public final class DirectUploads {
  /// How long the store accepts the bytes.
  public static final Duration LIFE = Duration.ofHours(1);

  private final @Nullable DirectUploadStore uploads;
  private final Staging staging;
  private final MediaStore mediaStore;
  private final UploadLimits limits;
  private final Clock clock;

  /// Creates uploads.
  ///
  /// @param uploads null if clients cannot reach the store
  public DirectUploads(
      @Nullable DirectUploadStore uploads,
      Staging staging,
      MediaStore mediaStore,
      UploadLimits limits,
      Clock clock) {
    this.uploads = uploads;
    this.staging = staging;
    this.mediaStore = mediaStore;
    this.limits = limits;
    this.clock = clock;
  }

  /// An announced upload.
  ///
  /// @param request how the client sends the bytes
  public record Announced(UploadId id, DirectUploadStore.Request request) {}

  private DirectUploadStore store() {
    if (uploads == null) {
      throw new MediaException(new Failure.NoDirectUploads());
    }
    return uploads;
  }

  /// Announces an upload of `expected` by `uploader`.
  ///
  /// Errors: `NoDirectUploads`, `TooLarge`, `StoreUnavailable`; `BadRequest` for an invalid option.
  ///
  /// @param options the options by name; the server chooses an id if there is none
  public Announced announce(Expected expected, Map<String, String> options, Uploader uploader) {
    DirectUploadStore store = store();
    long longest = Math.min(limits.longest(), store.maxBytes());
    if (expected.bytes() > longest) {
      throw new MediaException(new Failure.TooLarge(longest));
    }
    Map<String, String> all = Announcement.canonical(options);
    all.computeIfAbsent("id", _ -> MediaId.newAt(clock.instant()).value());
    UploadId id = UploadId.fresh();
    store.writeNote(id, new Announcement(clock.instant(), uploader, expected, all, null).text());
    DirectUploadStore.Request request =
        store
            .allow(id, expected, LIFE)
            .orElseThrow(
                () -> new MediaException(new Failure.StoreUnavailable(StoreFault.REFUSED)));
    return new Announced(id, request);
  }

  /// Returns the upload `id`; empty if there is none, or no more.
  ///
  /// Errors: `NoDirectUploads`, `StoreUnavailable`.
  public Optional<Announcement> find(UploadId id) {
    return store().note(id).flatMap(Announcement::of);
  }

  /// Opens the bytes of `announced`. The caller closes them.
  ///
  /// Errors: `UploadIncomplete`; `ChecksumMismatch` for another length than announced, which
  /// discards them.
  public Arrived open(UploadId id, Announcement announced) {
    Arrived arrived =
        store().open(id).orElseThrow(() -> new MediaException(new Failure.UploadIncomplete()));
    if (arrived.length() != announced.expected().bytes()) {
      arrived.close();
      throw mismatch(id);
    }
    return arrived;
  }

  /// Stages `arrived`, the bytes of `announced`.
  ///
  /// Errors: `TooLarge`, `StorageFull`, `StoreUnavailable`, those of `slot`; `ChecksumMismatch`,
  /// which discards the bytes.
  public StagedFile stage(
      UploadId id, Announcement announced, Arrived arrived, Incoming.Slot slot) {
    StagedFile staged;
    try (InputStream bytes = slot.counted(new BytesInput(arrived.bytes(), arrived.length()))) {
      staged = staging.receive(bytes, limits);
    } catch (IOException cut) {
      throw new MediaException(new Failure.StoreUnavailable(StoreFault.NO_ANSWER), cut);
    }
    if (announced.expected().digest() != null
        && !announced.expected().digest().equals(staged.digest())) {
      staged.close();
      throw mismatch(id);
    }
    return staged;
  }

  /// The client may send the announced bytes once more.
  private MediaException mismatch(UploadId id) {
    tidy(store -> store.discard(id));
    return new MediaException(new Failure.ChecksumMismatch());
  }

  /// Notes the result of an upload that is stored, and deletes its bytes. Returns whether the
  /// upload has created the media. A failure only delays the deletion: the media is stored already.
  ///
  /// Errors: `NotFound` if a faster completion has created the media, which was deleted since. The
  /// media is removed again: a repeated request must not undo a deletion.
  public boolean complete(UploadId id, Announcement announced, Uploaded uploaded) {
    if (uploaded.created() && completedBefore(id)) {
      mediaStore.remove(uploaded.media());
      throw new MediaException(new Failure.NotFound(uploaded.media().id()));
    }
    boolean created = uploaded.created() || announced.created(uploaded.media());
    Announcement.Result result =
        new Announcement.Result(
            created,
            uploaded.media().id(),
            uploaded.media().original().digest(),
            uploaded.media().original().incarnation());
    tidy(store -> {
      store.writeNote(id, announced.completed(result).text());
      store.discard(id);
    });
    return created;
  }

  /// Whether the note has a result. Without an answer of the store it is taken for one without.
  private boolean completedBefore(UploadId id) {
    try {
      return find(id).filter(announced -> announced.result() != null).isPresent();
    } catch (MediaException unknown) {
      return false;
    }
  }

  private void tidy(Consumer<DirectUploadStore> work) {
    try {
      work.accept(store());
    } catch (MediaException failed) {
      EventLog.warn("direct.left", "reason", failed.failure().getClass().getSimpleName());
    }
  }
}
