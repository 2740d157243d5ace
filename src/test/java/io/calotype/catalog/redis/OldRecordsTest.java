package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.LegacyRecord;
import io.calotype.catalog.LegacyRecords;
import io.calotype.catalog.Query;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisCluster;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Texts of others in one Redis and in a cluster, which make way for records.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldRecordsTest {
  private static final int LONG = 700_000;
  private static final String REST = "{\"title\":\"Mortal\",\"n\":7}";

  private RedisServer single;
  private RedisCluster cluster;
  private Store one;
  private Store many;

  /// A catalog, and who has which key of it.
  record Store(
      String name, RedisCatalog catalog, Function<String, RedisCommands<String, String>> at) {
    LegacyRecords old() {
      return catalog.oldRecords(1 << 20);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    single = RedisServer.start(Files.createDirectory(folder.resolve("single")));
    cluster = RedisCluster.start(Files.createDirectory(folder.resolve("cluster")));
    one = new Store("single", open(single.uri()), key -> single.commands());
    many = new Store("cluster", open(cluster.uri()), key -> cluster.of(key).commands());
  }

  private static RedisCatalog open(String uri) throws IOException {
    return RedisCatalog.open(uri, Clock.systemUTC(), new Telemetry());
  }

  @AfterAll
  void stop() {
    one.catalog.close();
    many.catalog.close();
    single.close();
    cluster.close();
  }

  Stream<Store> stores() {
    return Stream.of(one, many);
  }

  private static String text(int length) {
    return "{\"base64_data\":\"" + "A".repeat(length) + "ä\"}";
  }

  private static String read(LegacyRecord old) {
    try (InputStream in = old.text()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Media media(String id, LegacyRecord old) {
    Media media = Samples.mortal(id, Samples.NOW, Duration.ofHours(1));
    return new Media(
        media.id(),
        media.original(),
        null,
        media.picture(),
        media.labels(),
        new Lifetime(Samples.NOW, old.expires()),
        null);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void replace_whatWasRead_isTheRecordOfTheMediaWithTheRestBesideIt(Store store) {
    store.at.apply("image:a").set("image:a", text(LONG), SetArgs.Builder.ex(3600));
    LegacyRecord old = store.old().find(new MediaId("a")).orElseThrow();
    assertThat(read(old)).isEqualTo(text(LONG));
    Media media = media("a", old);

    assertThat(old.replace(media, REST)).isTrue();

    assertThat(store.catalog.find(media.id())).contains(media);
    assertThat(store.catalog.list(new Query(9, null, Samples.CATS, null, null)).items())
        .containsExactly(media);
    assertThat(store.at.apply("image:a").get("image:a"))
        .contains("\"cached\":true", "\"n\":7", "\"calotype\"");
    assertThat(store.at.apply("image:a").pttl("image:a")).isBetween(3_500_000L, 3_600_000L);
    assertThat(store.catalog.expired(Objects.requireNonNull(old.expires()), null, 9).items())
        .containsExactly(media);
    assertThat(store.catalog.remove(media)).isTrue();
    assertThat(store.at.apply("image:a").exists("image:a")).isZero();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void replace_whatHasChanged_changesNothingAndCanBeTriedAgain(Store store) {
    RedisCommands<String, String> redis = store.at.apply("image:b");
    redis.set("image:b", text(10));
    LegacyRecord before = store.old().find(new MediaId("b")).orElseThrow();
    read(before);
    redis.set("image:b", text(11));

    assertThat(before.replace(media("b", before), REST)).isFalse();
    assertThat(redis.get("image:b")).isEqualTo(text(11));

    LegacyRecord after = store.old().find(new MediaId("b")).orElseThrow();
    read(after);
    redis.expire("image:b", 3600);
    assertThat(after.replace(media("b", after), REST)).as("its life has changed").isFalse();

    LegacyRecord last = store.old().find(new MediaId("b")).orElseThrow();
    read(last);
    assertThat(last.replace(media("b", last), REST)).isTrue();
    store.catalog.remove(store.catalog.find(new MediaId("b")).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void find_whatIsNoTextOrTooLong_isEmpty(Store store) {
    store.at.apply("image:hash").hset("image:hash", "base64_data", "AAAA");
    store.at.apply("image:long").set("image:long", text(1 << 20));

    assertThat(store.old().find(new MediaId("hash"))).isEmpty();
    assertThat(store.old().find(new MediaId("long"))).isEmpty();
    assertThat(store.old().find(new MediaId("none"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void vacant_anyTextRecordOrCopy_isFalse(Store store) {
    store.at.apply("image:text").set("image:text", text(10));
    store.at.apply("image:list").lpush("image:list", "x");
    Media over = Samples.mortal("over", Instant.now().minusSeconds(60), Duration.ofSeconds(1));
    store.catalog.add(over);

    assertThat(Stream.of("text", "list", "over").map(MediaId::new)).noneMatch(store.old()::vacant);
    assertThat(store.old().vacant(new MediaId("free"))).isTrue();
    assertThat(store.catalog.remove(over)).isTrue();
    assertThat(store.old().vacant(over.id())).isTrue();
  }
}
