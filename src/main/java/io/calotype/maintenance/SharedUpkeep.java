package io.calotype.maintenance;

import io.calotype.cache.CacheKey;
import io.calotype.cache.RunMode;
import io.calotype.cache.SweepResult;
import io.calotype.disk.Throttle;
import io.calotype.media.Media;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.RenditionKey;
import io.calotype.originals.RenditionStore;
import io.calotype.store.SharedRenditions;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Maintenance of the renditions that all nodes share. A listing returns those of one upload one
/// after the other.
final class SharedUpkeep {
  private static final int BATCH = 500;

  private final MaintainedStores stores;
  private final SharedRenditions shared;
  private final RenditionStore store;

  SharedUpkeep(MaintainedStores stores) {
    this.stores = stores;
    this.shared = stores.renditions().shared();
    this.store = shared.store();
  }

  /// Finds renditions whose upload has no record, and deletes them, or only counts them. Recent
  /// ones are skipped.
  void orphans(RunMode mode, FoundFiles found, Throttle pacer) {
    eachUpload(
        stores.blobs().settling(),
        pacer,
        renditions -> {
          if (named(renditions.getFirst().owner())) {
            return;
          }
          if (mode == RunMode.APPLY) {
            stores.guard().require();
            shared.delete(renditions);
            EventLog.info("orphan.removed", "file", renditions.getFirst().name());
          }
          renditions.forEach(each -> found.note(each.name(), each.bytes()));
        });
  }

  private boolean named(RenditionKey.Owner owner) {
    return Stream.of(BlobKind.IMAGE, BlobKind.VIDEO)
        .map(kind -> new BlobKey(owner.id(), kind, owner.incarnation()))
        .anyMatch(stores.media()::named);
  }

  /// Deletes the renditions beyond the limit of each media, the oldest first and its presets last.
  SweepResult limit(Throttle pacer) {
    AtomicReference<SweepResult> deleted = new AtomicReference<>(SweepResult.NONE);
    eachUpload(null, pacer, renditions -> deleted.updateAndGet(limited(renditions)::plus));
    return deleted.get();
  }

  private SweepResult limited(List<RenditionStore.Listed> renditions) {
    int excess = renditions.size() - stores.limit().maxPerMedia();
    Optional<Media> media =
        excess > 0 ? stores.catalog().peek(renditions.getFirst().owner().id()) : Optional.empty();
    if (media.isEmpty()) {
      return SweepResult.NONE;
    }
    Predicate<CacheKey> last = stores.limit().last(media.get());
    List<RenditionStore.Listed> condemned =
        renditions.stream()
            .sorted(
                Comparator.comparing((RenditionStore.Listed each) -> last.test(key(each)))
                    .thenComparing(RenditionStore.Listed::written))
            .limit(excess)
            .toList();
    shared.delete(condemned);
    return sum(condemned);
  }

  /// The file name of a shared rendition has one dot.
  private static CacheKey key(RenditionStore.Listed rendition) {
    String[] parts = rendition.file().split("\\.", 2);
    return new CacheKey(rendition.owner().id().value(), parts[0], parts[1]);
  }

  /// Deletes the renditions of any upload that were written `age` ago or earlier, or only counts
  /// them.
  ///
  /// @param age null for any
  SweepResult clear(@Nullable Duration age, RunMode mode, Throttle pacer) {
    List<RenditionStore.Listed> batch = new ArrayList<>();
    AtomicReference<SweepResult> cleared = new AtomicReference<>(SweepResult.NONE);
    store.each(
        age,
        found -> {
          batch.add(found);
          if (batch.size() == BATCH) {
            cleared.updateAndGet(cleared(batch, mode)::plus);
            batch.clear();
          }
          pacer.pause();
        });
    return cleared.get().plus(cleared(batch, mode));
  }

  /// Deletes the renditions of `media`, or only counts them.
  SweepResult clear(Media media, RunMode mode) {
    return SharedRenditions.owner(media)
        .map(owner -> cleared(store.of(owner), mode))
        .orElse(SweepResult.NONE);
  }

  private SweepResult cleared(List<RenditionStore.Listed> found, RunMode mode) {
    if (mode == RunMode.APPLY) {
      shared.delete(found);
    }
    return sum(found);
  }

  private static SweepResult sum(List<RenditionStore.Listed> found) {
    return new SweepResult(
        found.size(), found.stream().mapToLong(RenditionStore.Listed::bytes).sum());
  }

  /// Passes the renditions of each upload to `visitor`, as one list.
  private void eachUpload(
      @Nullable Duration age, Throttle pacer, Consumer<List<RenditionStore.Listed>> visitor) {
    List<RenditionStore.Listed> upload = new ArrayList<>();
    store.each(
        age,
        found -> {
          if (!upload.isEmpty() && !upload.getFirst().owner().equals(found.owner())) {
            visitor.accept(List.copyOf(upload));
            upload.clear();
          }
          upload.add(found);
          pacer.pause();
        });
    if (!upload.isEmpty()) {
      visitor.accept(upload);
    }
  }
}
