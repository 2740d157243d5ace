package io.calotype.originals;

import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The originals that are known to be lost or damaged, at most [#MAX], each with the result of its
/// last check. The first [#NAMED] of them are logged, once each: all are lost at once if a disk is
/// not mounted. A [DamageStore] keeps the damaged ones across restarts.
///
/// A listed original that is requested is checked again if its file has changed since the last
/// check: an operator may have restored it.
///
/// Thread-safe.
public final class DamagedOriginals {
  private static final int MAX = 100_000;
  private static final int NAMED = 1000;

  private final Map<MediaId, Known> all = new ConcurrentHashMap<>();
  private final DamageStore list;

  /// The condition of an original at its last check.
  private static final class Known {
    /// Identifies the original: an id may be used again.
    private final Sha256 digest;

    private final OriginalCondition condition;

    /// The revision at the last check by [DamagedOriginals#lookAgain]; null if there was no blob.
    /// That method writes both fields under the lock of this object.
    private @Nullable String seen;

    private boolean looked;

    Known(Sha256 digest, OriginalCondition condition) {
      this.digest = digest;
      this.condition = condition;
    }

    boolean same(Known other) {
      return digest.equals(other.digest) && condition == other.condition;
    }
  }

  /// Starts with the originals in `list`.
  public DamagedOriginals(DamageStore list, Telemetry telemetry) {
    this.list = list;
    list.read().forEach((id, digest) -> all.put(id, new Known(digest, OriginalCondition.DAMAGED)));
    telemetry.gauge("calotype_scrub_damaged_originals", all::size);
  }

  /// Returns the known condition of the original of `media`; `WHOLE` if it is not listed.
  public OriginalCondition known(Media media) {
    Known known = find(media);
    return known == null ? OriginalCondition.WHOLE : known.condition;
  }

  private @Nullable Known find(Media media) {
    Known known = all.get(media.id());
    return known != null && known.digest.equals(media.original().digest()) ? known : null;
  }

  /// The ids of all listed originals.
  public Set<MediaId> ids() {
    return Set.copyOf(all.keySet());
  }

  /// Records the result of a check of the original of `media`.
  public void note(Media media, OriginalCondition condition) {
    if (condition == OriginalCondition.WHOLE) {
      forget(media.id());
      return;
    }
    Known found = new Known(media.original().digest(), condition);
    Known kept = all.compute(media.id(), (id, before) -> kept(id, before, found));
    if (kept == found && all.size() <= NAMED) {
      EventLog.warn("damaged", "id", media.id(), "what", "original", "found", condition);
    }
  }

  /// Returns the entry to keep. The store is changed under the lock of the entry, so that its last
  /// line of an id matches the last condition.
  private @Nullable Known kept(MediaId id, @Nullable Known before, Known found) {
    if (before == null ? all.size() >= MAX : before.same(found)) {
      return before;
    }
    if (found.condition == OriginalCondition.DAMAGED) {
      list.add(id, found.digest);
    } else {
      unlist(id, before);
    }
    return found;
  }

  private void unlist(MediaId id, @Nullable Known before) {
    if (before != null && before.condition == OriginalCondition.DAMAGED) {
      list.remove(id);
    }
  }

  /// Records a failure to use the original of `media`.
  public void note(Media media, Failure failure) {
    switch (failure) {
      case Failure.OriginalLost _ -> note(media, OriginalCondition.LOST);
      case Failure.OriginalDamaged _ -> note(media, OriginalCondition.DAMAGED);
      default -> {}
    }
  }

  /// Throws `OriginalDamaged` if the original of `media` in `blobs` is known to be damaged: its
  /// bytes are neither sent nor rendered. A damaged original is read completely again if its file
  /// has changed. A lost original that has a file again, for example after its disk was mounted, is
  /// no longer listed.
  ///
  /// Errors: `OriginalDamaged`, `StoreUnavailable`.
  public void requireSound(Media media, BlobStore blobs) {
    Known known = find(media);
    if (known != null) {
      lookAgain(media, known, blobs);
    }
    if (known(media) == OriginalCondition.DAMAGED) {
      throw new MediaException(new Failure.OriginalDamaged(media.id()));
    }
  }

  /// Checks an original again, one thread at a time: other threads wait for the result.
  private void lookAgain(Media media, Known known, BlobStore blobs) {
    synchronized (known) {
      Blob blob = Blob.original(media);
      String now = blobs.revision(blob.key()).orElse(null);
      if ((!known.looked || !Objects.equals(now, known.seen)) && find(media) == known) {
        boolean found = known.condition == OriginalCondition.LOST && now != null;
        note(media, found ? OriginalCondition.WHOLE : blobs.verify(blob, ReadThrottle.NONE));
        known.seen = now;
        known.looked = true;
      }
    }
  }

  /// Removes `id` from the list: its original is intact again, or its media was removed.
  public void forget(MediaId id) {
    all.computeIfPresent(
        id,
        (_, known) -> {
          unlist(id, known);
          return null;
        });
  }
}
