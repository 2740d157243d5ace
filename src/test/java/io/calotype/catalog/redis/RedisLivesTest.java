package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.Query;
import io.calotype.media.Media;
import io.calotype.redis.ChangeStream;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An application changes how long records live in Redis.
class RedisLivesTest {
  private static final Query ALL = new Query(9, null, null, null, null);

  private final Media mortal = Samples.mortal("a", Instant.now(), Duration.ofHours(2));

  @SuppressWarnings("NullAway.Init")
  private RedisServer server;

  @SuppressWarnings("NullAway.Init")
  private Catalog catalog;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    server = RedisServer.start(folder);
    catalog = RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry());
    catalog.add(mortal);
  }

  @AfterEach
  void close() {
    catalog.close();
    server.close();
  }

  @Test
  void find_unchanged_isAsItWasAdded() {
    assertThat(catalog.find(mortal.id())).contains(mortal);
    assertThat(catalog.list(ALL).items()).containsExactly(mortal);
  }

  @Test
  void find_persisted_livesForEver() {
    server.commands().persist("image:a");

    assertThat(found().lifetime().expires()).isNull();
    assertThat(catalog.list(ALL).items()).containsExactly(found());
  }

  @Test
  void find_anotherTimeToLive_endsWithTheKey() {
    server.commands().expire("image:a", 86_400);
    Instant longer = Objects.requireNonNull(found().lifetime().expires());
    server.commands().expire("image:a", 600);
    Instant shorter = Objects.requireNonNull(found().lifetime().expires());

    assertThat(longer).isAfter(Instant.now().plus(Duration.ofHours(20)));
    assertThat(shorter).isBefore(Instant.now().plusSeconds(601));
  }

  @Test
  void find_immortalThatWasGivenAnEnd_hasIt() {
    Media immortal = Samples.picture("b", 0, null);
    catalog.add(immortal);
    server.commands().expire("image:b", 600);

    assertThat(catalog.find(immortal.id()).orElseThrow().lifetime().expires()).isNotNull();
  }

  @Test
  void replaceAndRemove_ofAChangedLife_workAndLeaveNothing() {
    server.commands().expire("image:a", 86_400);
    Media found = found();
    Media anew = Samples.remastered(found);

    assertThat(catalog.replace(found, anew)).isTrue();
    assertThat(Objects.requireNonNull(found().master()).bytes()).isEqualTo(77);
    assertThat(catalog.remove(mortal)).isTrue();
    assertThat(server.commands().keys("*"))
        .isSubsetOf(ChangeStream.KEY, RedisEvents.KEY, "calotype:change:{image:a}");
  }

  /// A clock of this server that is ahead must not end a life that Redis still counts.
  @Test
  void expire_keyExists_isIgnoredForAnyClockOfTheServer() {
    assertThat(catalog.expire(mortal, Instant.now().plus(Duration.ofHours(3)))).isFalse();
    server.commands().persist("image:a");
    assertThat(catalog.expire(mortal, Instant.now().plus(Duration.ofHours(3)))).isFalse();

    assertThat(catalog.find(mortal.id())).isPresent();
  }

  @Test
  void expire_droppedByRedis_isRemoved() {
    Media over = Samples.mortal("b", Instant.now().minusSeconds(60), Duration.ofSeconds(1));
    catalog.add(over);

    assertThat(catalog.expire(over, Instant.EPOCH)).isTrue();
    assertThat(catalog.find(over.id())).isEmpty();
  }

  @Test
  void remove_labelsWereChangedByAnApplication_removesIt() {
    String record = server.commands().get("image:a");
    server
        .commands()
        .set("image:a", record.replace("\"visibility\":\"PUBLIC\"", "\"visibility\":\"PRIVATE\""));

    assertThat(catalog.remove(mortal)).isTrue();
    assertThat(server.commands().exists("image:a")).isZero();
  }

  /// Texts that Java's parser accepts and that of Lua does not.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"\\ud800\",\"cached\":true,",
        "{\"deep\":[[[[1e400]]]],\"cached\":true,"
      })
  void remove_textThatOnlyJavaParses_removesIt(String beginning) {
    String record = server.commands().get("image:a");
    server
        .commands()
        .set(
            "image:a",
            record.replaceFirst("\\{\"cached\":true,", Matcher.quoteReplacement(beginning)));
    Media found = found();

    assertThat(catalog.remove(found)).isTrue();
    assertThat(server.commands().exists("image:a")).isZero();
    assertThat(server.commands().keys("*")).isSubsetOf(ChangeStream.KEY, RedisEvents.KEY);
  }

  @Test
  void expired_entriesOfOthers_areLeftAlone() {
    server.commands().zadd("calotype:expires", 5.5, "theirs");

    assertThat(catalog.expired(Instant.now(), null, 9).items()).isEmpty();
    assertThat(catalog.ready()).isTrue();
  }

  private Media found() {
    return catalog.find(mortal.id()).orElseThrow();
  }
}
