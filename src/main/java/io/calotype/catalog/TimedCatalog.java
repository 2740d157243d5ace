package io.calotype.catalog;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A catalog that measures the duration of every call, including failed calls, and the number of
/// damaged records.
public final class TimedCatalog implements Catalog {
  private final Catalog store;
  private final CatalogMeters meters;

  /// Measures the calls of `store`, which this catalog owns and closes.
  public TimedCatalog(Catalog store, Telemetry telemetry) {
    this.store = store;
    this.meters = new CatalogMeters(telemetry);
    meters.observe(store);
  }

  @Override
  public boolean add(Media media) {
    return timed("add", () -> store.add(media));
  }

  @Override
  public Optional<Media> find(MediaId id) {
    return timed("find", () -> store.find(id));
  }

  @Override
  public boolean taken(MediaId id) {
    return timed("find", () -> store.taken(id));
  }

  @Override
  public boolean replace(Media old, Media anew) {
    return timed("replace", () -> store.replace(old, anew));
  }

  @Override
  public boolean remove(Media media) {
    return timed("remove", () -> store.remove(media));
  }

  @Override
  public boolean removeUnchanged(Media media) {
    return timed("remove", () -> store.removeUnchanged(media));
  }

  @Override
  public boolean expire(Media media, Instant now) {
    return timed("remove", () -> store.expire(media, now));
  }

  @Override
  public boolean removeDamaged(MediaId id) {
    return timed("remove", () -> store.removeDamaged(id));
  }

  @Override
  public void noteFailure(Media media) {
    store.noteFailure(media);
  }

  @Override
  public void claim(DataSetClaim claim) throws IOException {
    store.claim(claim);
  }

  @Override
  public String identity() {
    return store.identity();
  }

  @Override
  public Page list(Query query) {
    return timed("list", () -> store.list(query));
  }

  @Override
  public ExpiredPage expired(Instant now, ExpiredPage.@Nullable Place after, int limit) {
    return timed("expired", () -> store.expired(now, after, limit));
  }

  @Override
  public Set<String> damaged() {
    return store.damaged();
  }

  @Override
  public boolean ready() {
    return store.ready();
  }

  @Override
  public void close() {
    store.close();
  }

  private <T> T timed(String call, Supplier<T> work) {
    long begun = System.nanoTime();
    try {
      return work.get();
    } finally {
      meters.called(call, Duration.ofNanos(System.nanoTime() - begun));
    }
  }
}
