package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.Query;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records of ours that cannot be parsed, and keys of ours that are of another type.
class RedisDamagedTest {
  private static final Query CATS = new Query(3, null, Samples.CATS, null, null);

  private RedisServer server;
  private RedisCatalog catalog;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    server = RedisServer.start(folder);
    catalog = RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry());
  }

  @AfterEach
  void stop() {
    catalog.close();
    server.close();
  }

  /// A newer program has written it, or one of its characters was changed.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"cached\":true,\"calotype\":{\"v\":\"2\",\"kind\":\"hologram\"}}",
        "{\"cached\":true,\"calotype\":{\"v\":1,\"type\":\"HOLOGRAM\"}}",
        "{\"cached\":true,\"calotype\":{\"v\":1,\"type\":\"JPEG\",\"bytes\":1"
      })
  void damagedRecord_amongOthers_isPassedOverNamedAndRemovable(String text) {
    MediaId damaged = new MediaId("b");
    List.of("a", "b", "c").forEach(id -> catalog.add(Samples.picture(id, 0, Samples.CATS)));
    server.commands().set("image:b", text);

    assertThat(listed()).containsExactly("c", "a");
    assertThat(catalog.damaged()).containsExactly("b");
    assertThat(catalog.taken(damaged)).isTrue();
    assertThat(server.commands().zrange("calotype:list:*:cats:*", 0, -1)).contains("b");
    assertThatThrownBy(() -> catalog.find(damaged))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isEqualTo(new Failure.RecordDamaged(damaged)));

    assertThat(catalog.removeDamaged(damaged)).isTrue();
    assertThat(catalog.damaged()).isEmpty();
    assertThat(listed()).containsExactly("c", "a");
    server.commands().del("calotype:change:{image:b}"); // as it expires after five seconds
    assertThat(listed()).containsExactly("c", "a");
    assertThat(server.commands().zrange("calotype:list:*:cats:*", 0, -1)).doesNotContain("b");
  }

  @Test
  void damagedRecord_readableAgainOrDropped_isForgotten() {
    MediaId id = new MediaId("b");
    catalog.add(Samples.picture("b", 0, Samples.CATS));
    String whole = String.valueOf(server.commands().get("image:b"));
    for (Runnable mend :
        List.<Runnable>of(
            () -> server.commands().set("image:b", whole),
            () -> server.commands().del("image:b", "calotype:kept:{image:b}"))) {
      server.commands().set("image:b", "{\"calotype\":{\"v\":1,\"type\":\"HOLOGRAM\"}}");
      assertThat(catalog.peek(id)).isEmpty();
      assertThat(catalog.damaged()).containsExactly("b");

      mend.run();

      catalog.find(id);
      assertThat(catalog.damaged()).isEmpty();
    }
    assertThat(listed()).isEmpty();
  }

  @Test
  void damagedRecord_dropped_isForgottenByAList() {
    catalog.add(Samples.picture("b", 0, Samples.CATS));
    server.commands().set("image:b", "{\"calotype\":{\"v\":1,\"type\":\"HOLOGRAM\"}}");
    assertThat(listed()).isEmpty();
    assertThat(catalog.damaged()).containsExactly("b");
    server.commands().del("image:b");

    assertThat(listed()).isEmpty();

    assertThat(catalog.damaged()).isEmpty();
  }

  @Test
  void keysOfAnotherType_ofOurs_areAKnownState() {
    Media media = Samples.mortal("a", Instant.now(), Duration.ofHours(1));
    server.commands().hset("calotype:kept:{image:a}", "a", "b");
    assertThat(catalog.find(media.id())).isEmpty();
    server.commands().set("calotype:list:*:cats:*", "text");

    assertThatThrownBy(() -> catalog.list(CATS))
        .isInstanceOfSatisfying(
            MediaException.class,
            e ->
                assertThat(e.failure())
                    .isEqualTo(new Failure.StoreUnavailable(StoreFault.REFUSED)));
  }

  private List<String> listed() {
    return catalog.list(CATS).items().stream().map(media -> media.id().value()).toList();
  }
}
