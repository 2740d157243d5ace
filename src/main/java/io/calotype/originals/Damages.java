package io.calotype.originals;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The originals that are known to be lost or damaged, at most [#MAX]: the result of the last look
/// at each. Each is logged once, the first [#NAMED] of them: all are lost at once where a disk is
/// not mounted. A [DamageList] keeps the damaged ones over a restart.
///
/// Thread-safe.
public final class Damages {
  private static final int MAX = 100_000;
  private static final int NAMED = 1000;

  private final Map<MediaId, Known> all = new ConcurrentHashMap<>();
  private final DamageList list;

  /// What is known of an original.
  ///
  /// @param digest which original it is: an id may be used again
  record Known(Sha256 digest, Condition condition) {}

  /// None; they are forgotten with the program.
  public Damages(Telemetry telemetry) {
    this(DamageList.NONE, telemetry);
  }

  /// Those that `list` has kept.
  public Damages(DamageList list, Telemetry telemetry) {
    this.list = list;
    list.read().forEach((id, digest) -> all.put(id, new Known(digest, Condition.DAMAGED)));
    telemetry.gauge("calotype_scrub_damaged_originals", all::size);
  }

  /// The condition of the original of `media`, as far as it is known.
  public Condition known(Media media) {
    Known known = all.get(media.id());
    return known == null || !known.digest.equals(media.original().digest())
        ? Condition.WHOLE
        : known.condition;
  }

  /// The ids of all that are known.
  public Set<MediaId> ids() {
    return Set.copyOf(all.keySet());
  }

  /// Takes the result of a look at the original of `media`.
  public void note(Media media, Condition condition) {
    if (condition == Condition.WHOLE) {
      forget(media.id());
      return;
    }
    Known known = new Known(media.original().digest(), condition);
    if (all.size() >= MAX || known.equals(all.put(media.id(), known))) {
      return;
    }
    if (condition == Condition.DAMAGED) {
      list.add(media.id(), known.digest);
    }
    if (all.size() <= NAMED) {
      EventLog.warn("damaged", "id", media.id(), "what", "original", "found", condition);
    }
  }

  /// The original of `media` was opened: it is not lost, or not any more, as after its disk was
  /// mounted again.
  public void opened(Media media) {
    if (known(media) == Condition.LOST) {
      forget(media.id());
    }
  }

  /// Takes a failure to use the original of `media`.
  public void note(Media media, Failure failure) {
    switch (failure) {
      case Failure.OriginalLost _ -> note(media, Condition.LOST);
      case Failure.OriginalDamaged _ -> note(media, Condition.DAMAGED);
      default -> {}
    }
  }

  /// Throws `OriginalDamaged` where the original of `media` is known to be damaged: its bytes are
  /// not sent and nothing is made of them.
  public void requireSound(Media media) {
    if (known(media) == Condition.DAMAGED) {
      throw new MediaException(new Failure.OriginalDamaged(media.id()));
    }
  }

  /// The original of `id` is whole again, or belongs to no media any more.
  public void forget(MediaId id) {
    @Nullable Known known = all.remove(id);
    if (known != null && known.condition == Condition.DAMAGED) {
      list.remove(id);
    }
  }
}
