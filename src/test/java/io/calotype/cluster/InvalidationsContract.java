package io.calotype.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The behaviour that all [Invalidations] promise. A subclass only opens them.
public abstract class InvalidationsContract {
  private static final MediaId CAT = new MediaId("cat");

  private Invalidations invalidations;

  /// Opens invalidations without subscribers.
  protected abstract Invalidations open();

  @BeforeEach
  void openInvalidations() {
    invalidations = open();
  }

  @Test
  void publish_severalSubscribers_reachesAllBeforeItReturns() {
    List<MediaId> first = new ArrayList<>();
    List<MediaId> second = new ArrayList<>();
    invalidations.subscribe(first::add);
    invalidations.subscribe(second::add);

    invalidations.publish(CAT);

    assertThat(first).containsExactly(CAT);
    assertThat(second).containsExactly(CAT);
  }

  @Test
  void publish_earlierAnnouncement_isNotRepeatedForANewSubscriber() {
    List<MediaId> heard = new ArrayList<>();
    invalidations.publish(CAT);

    invalidations.subscribe(heard::add);

    assertThat(heard).isEmpty();
  }
}
