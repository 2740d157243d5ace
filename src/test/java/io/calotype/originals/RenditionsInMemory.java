package io.calotype.originals;

import io.calotype.disk.OpenBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Names of shared renditions, without their bytes, for work on listings. A listing is in the order
/// of names, as that of a bucket.
public final class RenditionsInMemory implements RenditionStore {
  private final ConcurrentSkipListSet<Listed> all =
      new ConcurrentSkipListSet<>(Comparator.comparing(Listed::name));
  private final AtomicInteger looks = new AtomicInteger();
  private final Instant now;

  /// @param now the time for ages
  public RenditionsInMemory(Instant now) {
    this.now = now;
  }

  /// Adds a rendition of 10 bytes.
  public void add(RenditionKey.Owner owner, String file, Duration age) {
    all.add(new Listed(owner, file, 10, now.minus(age)));
  }

  /// The names of all.
  public List<String> names() {
    return all.stream().map(Listed::file).toList();
  }

  /// The number of calls of [#has].
  public int looks() {
    return looks.get();
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public Optional<Found> find(RenditionKey key) {
    return Optional.empty();
  }

  @Override
  public boolean has(RenditionKey key) {
    looks.incrementAndGet();
    return of(key.owner()).stream().anyMatch(found -> found.file().equals(key.file()));
  }

  @Override
  public Optional<String> link(
      RenditionKey key, String type, BlobLinks.Answer answer, Duration life) {
    return Optional.empty();
  }

  @Override
  public boolean write(RenditionKey key, String type, OpenBytes bytes, long length) {
    return all.add(new Listed(key.owner(), key.file(), length, now));
  }

  @Override
  public List<Listed> of(RenditionKey.Owner owner) {
    return all.stream().filter(found -> found.owner().equals(owner)).toList();
  }

  @Override
  public void each(@Nullable Duration age, Consumer<Listed> visitor) {
    Instant young = age == null ? Instant.MAX : now.minus(age);
    new ArrayList<>(all).stream().filter(found -> found.written().isBefore(young)).forEach(visitor);
  }

  @Override
  public void delete(List<Listed> found) {
    found.forEach(all::remove);
  }
}
