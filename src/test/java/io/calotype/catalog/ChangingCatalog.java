package io.calotype.catalog;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A store of one media, which the test changes. It answers with the record that it had when the
/// call began.
final class ChangingCatalog implements Catalog {
  volatile Media only;
  boolean away;
  boolean lost; // the answers of changes
  boolean vacant;
  Runnable onFind = () -> {};
  Runnable onAdd = () -> {};
  volatile Runnable onChange = () -> {};

  ChangingCatalog(Media only) {
    this.only = only;
  }

  @Override
  public boolean add(Media media) {
    onAdd.run();
    return vacant;
  }

  @Override
  public Optional<Media> find(MediaId id) {
    if (away) {
      throw unavailable();
    }
    Media found = only;
    onFind.run();
    return Optional.of(found);
  }

  private static MediaException unavailable() {
    return new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
  }

  private boolean changed() {
    onChange.run();
    if (lost) {
      throw unavailable();
    }
    return true;
  }

  @Override
  public boolean replace(Media old, Media anew) {
    only = anew;
    return changed();
  }

  @Override
  public boolean remove(Media media) {
    return changed();
  }

  @Override
  public boolean removeUnchanged(Media media) {
    return changed();
  }

  @Override
  public boolean expire(Media media, Instant now) {
    return changed();
  }

  @Override
  public boolean removeDamaged(MediaId id) {
    return changed();
  }

  @Override
  public void noteFailure(Media media) {}

  @Override
  public void claim(DataSetClaim claim) {}

  @Override
  public String identity() {
    return "test:1";
  }

  @Override
  public Page list(Query query) {
    return new Page(List.of(only), null);
  }

  @Override
  public ExpiredPage expired(Instant now, ExpiredPage.@Nullable Place after, int limit) {
    return new ExpiredPage(List.of(only), null);
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() {}
}
