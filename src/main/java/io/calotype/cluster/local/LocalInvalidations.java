package io.calotype.cluster.local;

import io.calotype.cluster.Invalidations;
import io.calotype.media.MediaId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Invalidations within one process, as calls on the publisher's thread.
public final class LocalInvalidations implements Invalidations {
  private final List<Consumer<MediaId>> subscribers = new CopyOnWriteArrayList<>();

  @Override
  public void publish(MediaId id) {
    subscribers.forEach(subscriber -> subscriber.accept(id));
  }

  @Override
  public void subscribe(Consumer<MediaId> subscriber) {
    subscribers.add(subscriber);
  }
}
