package io.calotype.upload.resumable;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.originals.StagedFile;
import io.calotype.originals.Staging;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.UploadBound;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Uploads whose bytes arrive in several requests.
///
/// Bytes count as arrived once they and their offset in the journal are synced: at the end of each
/// request, however it ends, and each [UploadReception#SYNC_BYTES] before. A crash loses what came
/// after that, and the client sends it again. Bytes behind the offset are cut off before the next
/// are written.
///
/// The bytes of a complete upload are staged under a second name, without a copy. No request writes
/// them any more. Whoever completes the upload stages, stores and records it like any other, then
/// [#end]s it. After a crash in between, the next request completes it again, under the same id.
///
/// Each method for one upload but [#find] requires the lock of [#locks].
public final class ResumableUploads {
  private static final Duration LEFT = Duration.ofDays(1);

  private final UploadFolder folder;
  private final UploadQuota quota;
  private final UploadLocks locks = new UploadLocks();
  private final Staging staging;
  private final Bounds bounds;
  private final ResumableMeters meters;
  private final Clock clock;

  /// The limits of uploads.
  ///
  /// @param limits of one upload
  /// @param maxBytes of all unfinished uploads together
  /// @param node the name of this node in ids; null if it is the only one
  public record Bounds(UploadLimits limits, long maxBytes, @Nullable String node) {}

  private ResumableUploads(
      UploadFolder folder, Staging staging, Bounds bounds, Telemetry telemetry, Clock clock) {
    this.folder = folder;
    this.quota = new UploadQuota(bounds.maxBytes());
    this.staging = staging;
    this.bounds = bounds;
    this.meters = new ResumableMeters(telemetry, quota);
    this.clock = clock;
  }

  /// Opens the uploads in `folder`, and counts those that an earlier run has left unfinished.
  ///
  /// Errors: `StoreUnavailable`.
  public static ResumableUploads open(
      UploadFolder folder, Staging staging, Bounds bounds, Telemetry telemetry, Clock clock) {
    ResumableUploads uploads = new ResumableUploads(folder, staging, bounds, telemetry, clock);
    folder.prepare();
    folder.unfinished().forEach(uploads::restore);
    return uploads;
  }

  private void restore(UploadState state) {
    if (state.outcome() != null) {
      tidy("end", () -> folder.end(state.id()));
    } else if (!(state.head().role() instanceof UploadHead.Role.Whole)) {
      quota.restore(state.id(), state.head(), counted(state));
    }
  }

  private static long counted(UploadState state) {
    return Objects.requireNonNullElse(state.length(), state.offset());
  }

  /// The locks of uploads.
  public UploadLocks locks() {
    return locks;
  }

  /// The largest upload, in bytes.
  public long maxBytes() {
    return bounds.limits().longest();
  }

  /// Creates an upload.
  ///
  /// Errors: `TooLarge`, `TicketRefused`, `TooManyUploads`, `TooMuchIncoming`, `IncomingFull`,
  /// `StorageFull`, `StoreUnavailable`.
  ///
  /// @param length null if it is not known yet
  public UploadState create(UploadHead head, @Nullable Long length) {
    requireFitting(head, length);
    discardExpired();
    UploadState state = new UploadState(ResumableId.fresh(bounds.node()), head, length, 0, null);
    quota.admit(state.id(), state.head(), counted(state));
    try {
      folder.create(state);
    } catch (RuntimeException refused) {
      quota.release(state.id());
      throw refused;
    }
    meters.begun();
    return state;
  }

  /// Describes a new upload. The media has its id from the beginning, so that a repeated completion
  /// finds it.
  ///
  /// Errors: `BadRequest` for an invalid option.
  ///
  /// @param options the options of the media by name
  /// @param metadata the metadata as the client has sent it
  public UploadHead head(
      Uploader uploader, UploadHead.Role role, Map<String, String> options, String metadata) {
    Map<String, String> all = new TreeMap<>(options);
    all.computeIfAbsent("id", _ -> MediaId.newAt(clock.instant()).value());
    UploadHead head = new UploadHead(clock.instant(), uploader, role, all, metadata);
    var _ = head.upload(); // throws for an invalid option
    return head;
  }

  private void requireFitting(UploadHead head, @Nullable Long length) {
    UploadBound bound = bound(head);
    if (length != null && length > bound.longest()) {
      throw new MediaException(bound.tooLarge(bound.longest()));
    }
  }

  private UploadBound bound(UploadHead head) {
    return new UploadBound(bounds.limits(), head.uploader().ticketBytes());
  }

  /// Frees the space and the places of uploads that are over. Upkeep removes their journals.
  private void discardExpired() {
    for (ResumableId id : quota.expired(clock.instant())) {
      tidy("discard", () -> folder.discard(id));
      quota.release(id);
    }
  }

  /// Returns the upload `id` of `uploader`.
  ///
  /// Errors: `NoSuchUpload`, `UploadExpired`, `UploadElsewhere`, `StoreUnavailable`.
  public UploadState find(ResumableId id, Uploader uploader) {
    UploadState found =
        folder
            .find(id)
            .filter(state -> state.head().uploader().equals(uploader))
            .orElseThrow(() -> absent(id));
    if (!clock.instant().isBefore(found.head().expires())) {
      throw new MediaException(new Failure.UploadExpired());
    }
    return found;
  }

  private MediaException absent(ResumableId id) {
    String node = id.node();
    return new MediaException(
        node == null || node.equals(bounds.node())
            ? new Failure.NoSuchUpload()
            : new Failure.UploadElsewhere(node));
  }

  /// Sets the length of an upload that was created without one.
  ///
  /// Errors: `TooLarge`; `BadRequest` if more bytes have arrived, or another length is known.
  public UploadState named(UploadState state, long length) {
    requireFitting(state.head(), length);
    if (length < state.offset() || (state.length() != null && state.length() != length)) {
      throw new MediaException(
          new Failure.BadRequest("Upload-Length is not the length of this upload"));
    }
    if (state.length() != null) {
      return state;
    }
    quota.hold(state.id(), length);
    folder.append(state.id(), UploadJournal.length(length));
    return state.withLength(length);
  }

  /// Receives all of `body` behind the bytes that have arrived. Bytes that came before a failure of
  /// `body` are kept, unless they have a checksum.
  ///
  /// Errors: an `IOException` of `body`, unchanged; `BadRequest` for more bytes than the length,
  /// `TooLarge`, `ChecksumMismatch`, `TooMuchIncoming`, `IncomingFull`, `StorageFull`,
  /// `StoreUnavailable`.
  public UploadState receive(UploadState state, InputStream body, @Nullable UploadChecksum checksum)
      throws IOException {
    if (state.offset() > 0) {
      meters.resumed();
    }
    try (UploadReception reception =
        new UploadReception(folder, quota, bound(state.head()), state, checksum)) {
      return reception.receive(body);
    } catch (MediaException failed) {
      if (failed.failure() instanceof Failure.TooLarge
          || failed.failure() instanceof Failure.TicketRefused) {
        refused(state, failed.failure()); // no further byte makes it smaller
      }
      throw failed;
    }
  }

  /// Stages the bytes of a complete upload.
  ///
  /// Errors: `TooLarge`, `StorageFull`, `StoreUnavailable`; `UploadIncomplete` if a part of a
  /// concatenation has not arrived or was used in another one.
  public StagedFile stage(UploadState state) {
    UploadBound bound = bound(state.head());
    return switch (state.head().role()) {
      case UploadHead.Role.Alone(), UploadHead.Role.Part() ->
          staging.adopt(folder.bytes(state.id()), bound);
      case UploadHead.Role.Whole(List<ResumableId> parts) -> {
        for (ResumableId part : parts) {
          requirePart(find(part, state.head().uploader()));
        }
        yield staging.join(parts.stream().map(folder::bytes).toList(), bound);
      }
    };
  }

  private static void requirePart(UploadState part) {
    boolean usable =
        part.head().role() instanceof UploadHead.Role.Part
            && part.complete()
            && part.outcome() == null;
    if (!usable) {
      throw new MediaException(new Failure.UploadIncomplete());
    }
  }

  /// Returns the id of the concatenation of `parts`.
  public ResumableId whole(List<ResumableId> parts) {
    return ResumableId.of(parts, bounds.node());
  }

  /// Returns the concatenation `id`, whose parts `head` names. Creates it unless an earlier request
  /// has.
  ///
  /// Errors: those of [#find] for a part; `TooLarge`, `UploadIncomplete`.
  public UploadState concatenation(ResumableId id, UploadHead head, List<ResumableId> parts) {
    Optional<UploadState> before =
        folder.find(id).filter(state -> state.head().uploader().equals(head.uploader()));
    if (before.isPresent()) {
      return before.get();
    }
    long length = 0;
    for (ResumableId part : parts) {
      UploadState found = find(part, head.uploader());
      requirePart(found);
      length += found.offset();
    }
    requireFitting(head, length);
    UploadState state = new UploadState(id, head, length, length, null);
    folder.replace(state);
    meters.begun();
    return state;
  }

  /// Records that the upload has become the media `media`, and deletes its bytes. A failure only
  /// delays that: the media is stored already.
  public UploadState stored(UploadState state, MediaId media) {
    UploadState after = end(state, new UploadOutcome.Stored(media));
    meters.ended(ResumableMeters.End.STORED);
    return after;
  }

  /// Records that the upload was refused, and deletes its bytes, unless `failure` may be over when
  /// the client asks again.
  public void refused(UploadState state, Failure failure) {
    if (Refusals.json(failure).isPresent()) {
      var _ = end(state, new UploadOutcome.Refused(failure));
      meters.ended(ResumableMeters.End.REFUSED);
    }
  }

  private UploadState end(UploadState state, UploadOutcome outcome) {
    tidy(
        "outcome",
        () -> {
          UploadJournal.outcome(outcome).ifPresent(line -> folder.append(state.id(), line));
          folder.end(state.id());
          quota.release(state.id());
        });
    if (state.head().role() instanceof UploadHead.Role.Whole(List<ResumableId> parts)) {
      parts.forEach(part -> use(part, state));
    }
    return state.withOutcome(outcome);
  }

  private void use(ResumableId part, UploadState whole) {
    tidy(
        "part",
        () -> {
          Optional<UploadState> found = folder.find(part).filter(state -> state.outcome() == null);
          if (found.isPresent()) {
            end(found.get(), new UploadOutcome.Used(whole.id()));
            meters.ended(ResumableMeters.End.USED);
          }
        });
  }

  /// Removes an upload at the request of its owner. A media that it has become stays.
  ///
  /// Errors: `StoreUnavailable`.
  public void remove(UploadState state) {
    folder.remove(state.id());
    quota.release(state.id());
    if (state.outcome() == null) {
      meters.ended(ResumableMeters.End.REMOVED);
    }
  }

  /// Removes the uploads that are over at `now`, and files that a crash has left behind. Returns
  /// their number.
  ///
  /// Errors: `StoreUnavailable`.
  public int removeExpired(Instant now) {
    int removed = 0;
    for (UploadState state : folder.all()) {
      if (!now.isBefore(state.head().expires())) {
        removed += removedExpired(state) ? 1 : 0;
      }
    }
    return removed + folder.removeLeftOvers(now.minus(LEFT).toEpochMilli());
  }

  private boolean removedExpired(UploadState state) {
    try (UploadLocks.Held _ = locks.receive(state.id(), () -> {})) {
      folder.remove(state.id());
      quota.release(state.id());
      if (state.outcome() == null) {
        meters.ended(ResumableMeters.End.EXPIRED);
        EventLog.info("resumable.expired", "upload", state.id().key(), "bytes", state.offset());
      }
      return true;
    } catch (MediaException inUse) {
      return false; // the next round removes it
    }
  }

  private static void tidy(String step, Runnable work) {
    try {
      work.run();
    } catch (MediaException failed) {
      String reason = failed.failure().getClass().getSimpleName();
      EventLog.warn("resumable.left", "step", step, "reason", reason);
    }
  }
}
