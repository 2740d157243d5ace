package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.Labels;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Membership;
import io.calotype.media.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The effects of changes are prepared before a change, and begin after it.
class MediaChangesTest extends HouseholdFixture {
  /// The knowledge about stored bytes outlives new labels.
  @Test
  void change_newLabels_tellsListenersThatBytesStay() {
    Media old = house.put("a");
    Heard heard = new Heard();
    house.store.subscribe(heard);
    Media anew = old.labelled(old.labels().seen(Visibility.PRIVATE));

    assertThat(house.store.change(old, anew)).isTrue();
    assertThat(heard.calls).containsExactly("changing [a]", "begin");
    assertThat(house.store.change(old, anew)).isFalse();
    assertThat(heard.calls).endsWith("changing [a]", "drop");
    heard.calls.clear();
    assertThat(house.store.remove(anew)).isTrue();
    assertThat(heard.calls).containsExactly("changing [a]", "bytes a", "begin");
  }

  /// An effect that cannot be recorded would be lost by a crash after the change.
  @Test
  void remove_effectsCannotBePrepared_removesNothing() {
    Media media = house.put("a");
    Heard heard = new Heard();
    house.store.subscribe(heard);
    house.store.subscribe(
        new ChangeListener() {
          @Override
          public Effects changing(List<Membership> changing) {
            throw new MediaException(new Failure.StoreUnavailable(StoreFault.NO_ANSWER));
          }
        });

    assertThatThrownBy(() -> house.store.remove(media)).isInstanceOf(MediaException.class);

    assertThat(house.has(media)).isTrue();
    assertThat(heard.calls).containsExactly("changing [a]", "drop");
  }

  @Test
  void removeEach_severalMedia_preparesTheirEffectsOnce() {
    Media first = house.put("a");
    Media second = house.put("b");
    Heard heard = new Heard();
    house.store.subscribe(heard);

    try (BatchRemoval batch = house.store.removeEach(List.of(first, second))) {
      assertThat(batch.remove(first)).isTrue();
      assertThat(batch.remove(first)).isFalse();
      assertThat(batch.remove(second)).isTrue();
    }

    assertThat(heard.calls).hasSize(4).contains("bytes a", "bytes b").last().isEqualTo("begin");
  }

  /// Caches know it by the group that it has now.
  @Test
  void removeEach_groupHasChangedMeanwhile_preparesItAnew() {
    Media listed = house.put("a");
    Media moved = listed.labelled(new Labels(null, listed.labels().visibility(), Map.of(), null));
    assertThat(house.store.change(listed, moved)).isTrue();
    Heard heard = new Heard();
    house.store.subscribe(heard);

    try (BatchRemoval batch = house.store.removeEach(List.of(listed))) {
      assertThat(batch.remove(listed)).isTrue();
    }

    assertThat(heard.calls)
        .containsExactly("changing [a]", "changing [a]", "bytes a", "begin", "begin");
  }

  /// Notes each call.
  private static final class Heard implements ChangeListener {
    final List<String> calls = new ArrayList<>();

    @Override
    public Effects changing(List<Membership> media) {
      calls.add("changing " + media.stream().map(Membership::id).toList());
      return new Effects() {
        @Override
        public void begin() {
          calls.add("begin");
        }

        @Override
        public void drop() {
          calls.add("drop");
        }
      };
    }

    @Override
    public void bytesReplaced(MediaId id) {
      calls.add("bytes " + id);
    }
  }
}
