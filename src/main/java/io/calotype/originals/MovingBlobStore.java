package io.calotype.originals;

import io.calotype.disk.OpenBytes;
import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// The blobs of a data set that moves from one store to another (ADR-0043). New blobs go to the
/// target. A blob may be in either store, or in both with the same bytes. A removal deletes it from
/// both.
///
/// A reader looks into the near store, then into the far one, then into the near one again: the
/// blob may have moved from the far store to the near one in between. A blob that has moved away
/// from the near store is in the far one.
public final class MovingBlobStore implements BlobStore {
  private final BlobStore source;
  private final BlobStore target;
  private final BlobStore near;
  private final BlobStore far;

  /// Which of the two stores is cheaper to look into.
  public enum Near {
    SOURCE,
    TARGET
  }

  /// Joins `source` and `target`.
  public MovingBlobStore(BlobStore source, BlobStore target, Near which) {
    this.source = source;
    this.target = target;
    this.near = which == Near.SOURCE ? source : target;
    this.far = which == Near.SOURCE ? target : source;
  }

  /// The store that blobs move from.
  public BlobStore source() {
    return source;
  }

  /// The store that blobs move to.
  public BlobStore target() {
    return target;
  }

  @Override
  public void write(Blob blob, Path staged) {
    target.write(blob, staged);
  }

  @Override
  public LocalCopy checkout(Blob blob) {
    return present(store -> store.checkout(blob));
  }

  @Override
  public OpenBytes open(BlobKey key, long bytes) {
    return present(store -> store.open(key, bytes));
  }

  /// Returns the result of the first store that has the blob.
  private <T> T present(Function<BlobStore, T> use) {
    return unlessLost(use, near).or(() -> unlessLost(use, far)).orElseGet(() -> use.apply(near));
  }

  private static <T> Optional<T> unlessLost(Function<BlobStore, T> use, BlobStore store) {
    try {
      return Optional.of(use.apply(store));
    } catch (MediaException absent) {
      if (absent.failure() instanceof Failure.OriginalLost) {
        return Optional.empty();
      }
      throw absent;
    }
  }

  @Override
  public OriginalCondition verify(Blob blob, ReadThrottle throttle) {
    return Stream.of(near, far, near)
        .map(store -> store.verify(blob, throttle))
        .filter(condition -> condition != OriginalCondition.LOST)
        .findFirst()
        .orElse(OriginalCondition.LOST);
  }

  @Override
  public Optional<BlobFacts> facts(BlobKey key) {
    return found(store -> store.facts(key));
  }

  @Override
  public Optional<String> revision(BlobKey key) {
    return found(store -> store.revision(key));
  }

  private <T> Optional<T> found(Function<BlobStore, Optional<T>> look) {
    return look.apply(near).or(() -> look.apply(far)).or(() -> look.apply(near));
  }

  @Override
  public boolean has(BlobKey key) {
    return near.has(key) || far.has(key) || near.has(key);
  }

  @Override
  public void delete(BlobKey key) {
    target.delete(key);
    source.delete(key);
  }

  @Override
  public void deleteSetAside(MediaId id) {
    target.deleteSetAside(id);
    source.deleteSetAside(id);
  }

  @Override
  public List<BlobKey> of(MediaId id) {
    return Stream.of(source, target).flatMap(store -> store.of(id).stream()).distinct().toList();
  }

  @Override
  public Duration settling() {
    return source.settling().compareTo(target.settling()) > 0
        ? source.settling()
        : target.settling();
  }

  /// Returns the name of another catalog if either store names one.
  @Override
  public Optional<String> catalog(String candidate) {
    Optional<String> named = source.catalog(candidate);
    return named
        .filter(name -> !name.equals(candidate))
        .or(() -> target.catalog(candidate))
        .or(() -> named);
  }

  @Override
  public boolean adopt(String former, String catalog) {
    return source.adopt(former, catalog) && target.adopt(former, catalog);
  }

  /// Visits a blob twice if it is in both stores.
  @Override
  public int each(Instant young, Consumer<StoredBlob> visitor) {
    return source.each(young, visitor) + target.each(young, visitor);
  }

  @Override
  public int deleteSetAside(Instant then) {
    return source.deleteSetAside(then) + target.deleteSetAside(then);
  }

  @Override
  public int removeDirectUploads(Instant then) {
    return source.removeDirectUploads(then) + target.removeDirectUploads(then);
  }

  /// The state of the target; unusable if the source is.
  @Override
  public State state() {
    return source.state().readable() ? target.state() : State.UNUSABLE;
  }
}
