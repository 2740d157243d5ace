package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.Media;
import io.calotype.originals.Staging;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RemovalTest extends HouseholdFixture {
  @Test
  void remove_diskStaysFullUntilTheOriginalIsGone_removesIt() {
    Media media = house.media("a", null);
    Path original = house.store(media);
    house.catalog.add(media);

    assertThat(removal(() -> Files.exists(original)).remove(media)).isTrue();

    assertThat(original).doesNotExist();
    assertThat(house.catalog.find(media.id())).isEmpty();
  }

  @Test
  void remove_diskStaysFull_canBeRepeated() {
    Media media = house.put("a");

    assertThatThrownBy(() -> removal(() -> true).remove(media))
        .hasFieldOrPropertyWithValue("failure", new Failure.StorageFull());

    assertThat(house.removal.remove(media)).isTrue();
    assertThat(house.catalog.find(media.id())).isEmpty();
  }

  @Test
  void remove_roomInTheDisk_removesTheRecordFirst() {
    Media media = house.media("a", null);
    Path original = house.store(media);
    house.catalog.add(media);

    assertThat(removal(() -> !Files.exists(original)).remove(media)).isTrue();
  }

  /// A removal whose catalog has no room for a change while `full`.
  private Removal removal(BooleanSupplier full) {
    Catalog catalog =
        (Catalog)
            Proxy.newProxyInstance(
                Catalog.class.getClassLoader(),
                new Class<?>[] {Catalog.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("remove") && full.getAsBoolean()) {
                    throw new MediaException(new Failure.StorageFull());
                  }
                  try {
                    return method.invoke(house.catalog, arguments);
                  } catch (InvocationTargetException failed) {
                    throw failed.getCause();
                  }
                });
    MaintainedStores stores =
        new MaintainedStores(
            catalog,
            new MediaLocks(),
            house.originals,
            new Staging(house.folder.incoming()),
            house.stores.renditions());
    return new Removal(stores, house.damages);
  }
}
