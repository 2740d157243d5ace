package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupRemovalTest extends HouseholdFixture {
  private GroupRemoval groups;

  @BeforeEach
  void openGroups() {
    groups = new GroupRemoval(house.catalog, house.store);
  }

  @Test
  void remove_moreThanAPage_removesAll() {
    List<Media> all = new ArrayList<>();
    for (int i = 0; i < 205; i++) {
      all.add(house.put("m" + i));
    }

    assertThat(groups.remove(Household.GROUP, null, media -> true))
        .isEqualTo(new GroupRemoval.Removed(205, 0));

    assertThat(all).noneMatch(media -> house.has(media));
  }

  @Test
  void remove_chosenOnly_leavesTheOthers() {
    house.put("a");
    Media kept = house.put("b");

    GroupRemoval.Removed removed =
        groups.remove(Household.GROUP, null, media -> media.id().value().equals("a"));

    assertThat(removed).isEqualTo(new GroupRemoval.Removed(1, 0));
    assertThat(house.has(kept)).isTrue();
  }

  @Test
  void remove_otherGroup_removesNothing() {
    house.put("a");

    assertThat(groups.remove(new Group("other"), null, media -> true))
        .isEqualTo(new GroupRemoval.Removed(0, 0));
    assertThat(house.catalog.find(new MediaId("a"))).isPresent();
  }

  /// A media that was removed and uploaded again between list and removal is another one.
  @Test
  void remove_idIsUsedAgainMeanwhile_leavesTheNewOne() {
    house.put("a");
    List<Media> again = new ArrayList<>();

    GroupRemoval.Removed removed =
        groups.remove(
            Household.GROUP,
            null,
            media -> {
              if (again.isEmpty()) {
                house.store.remove(media);
                again.add(house.put("a"));
              }
              return true;
            });

    assertThat(removed).isEqualTo(new GroupRemoval.Removed(0, 0));
    assertThat(house.has(again.getFirst())).isTrue();
  }
}
