package io.calotype.maintenance;

import io.calotype.cluster.Invalidations;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Collects what is announced to other nodes.
public final class Announcements implements Invalidations {
  public final List<String> selections = new ArrayList<>();
  public final List<MediaId> damaged = new ArrayList<>();

  /// Whether the other nodes cannot be reached.
  boolean away;

  @Override
  public void publish(MediaId id) {}

  @Override
  public void announceClear(String selection) {
    if (away) {
      throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
    }
    selections.add(selection);
  }

  @Override
  public void announceDamage(MediaId id) {
    damaged.add(id);
  }

  @Override
  public void subscribe(Subscriber subscriber) {}

  @Override
  public Duration silence() {
    return Duration.ZERO;
  }
}
