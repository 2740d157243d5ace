package io.calotype.cluster.local;

import io.calotype.cluster.Invalidations;
import io.calotype.media.MediaId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Invalidations within one process, as calls on the publisher's thread.
public final class LocalInvalidations implements Invalidations {
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  @Override
  public void publish(MediaId id) {
    subscribers.forEach(subscriber -> subscriber.changed(id));
  }

  @Override
  public void announceClear(String selection) {
    // there is no other node
  }

  @Override
  public void announceDamage(MediaId id) {
    // there is no other node
  }

  @Override
  public void subscribe(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  /// Always zero: there is no other node.
  @Override
  public Duration silence() {
    return Duration.ZERO;
  }
}
