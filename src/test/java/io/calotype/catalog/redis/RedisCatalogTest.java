package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.CatalogContract;
import io.calotype.catalog.Cursor;
import io.calotype.catalog.EventJournal;
import io.calotype.catalog.ExpiredPage;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.ChangeStream;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisCatalogTest extends CatalogContract {
  private static final Query CATS = new Query(3, null, Samples.CATS, null, null);

  private @Nullable RedisServer server;

  @Override
  protected Catalog open(Path folder) {
    if (server == null) {
      server = start(folder);
    }
    try {
      return RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected EventJournal journal() throws IOException {
    return RedisEventJournal.open(Objects.requireNonNull(server).uri());
  }

  /// The server under the catalog.
  RedisServer start(Path folder) {
    return RedisServer.start(folder);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /// A record that an application has overwritten is no reason to delete an original.
  @Test
  void taken_whatCannotBeReadAsARecord_isTaken() {
    catalog().add(Samples.picture("a", 0, null));
    redis().set("image:a", "{\"cached\":true,\"title\":\"edited\"}");

    assertThat(catalog().find(new MediaId("a"))).isEmpty();
    assertThat(catalog().taken(new MediaId("a"))).isTrue();
    assertThat(catalog().taken(new MediaId("b"))).isFalse();
  }

  @Test
  void expired_whatAnApplicationLetsLiveOn_isLeftAloneUntilItsKeyEnds() {
    Media mortal = Samples.mortal("a", Instant.now(), Duration.ofMinutes(1));
    Media other = Samples.mortal("b", Instant.now(), Duration.ofMinutes(2));
    catalog().add(mortal);
    catalog().add(other);
    Instant later = Instant.now().plus(Duration.ofHours(1));
    redis().expire("image:a", 86_400);

    assertThat(catalog().expired(later, null, 9).items()).containsExactly(other);
    redis().persist("image:b");
    assertThat(catalog().expired(later, null, 9).items()).isEmpty();

    redis().del("image:a");
    assertThat(catalog().expired(later, null, 9).items()).containsExactly(mortal);
  }

  @Test
  void add_mortal_isDroppedByRedisAtItsEnd() {
    Instant now = Instant.now();
    catalog().add(Samples.mortal("a", now, Duration.ofHours(2)));

    long left = Duration.between(Instant.now(), now.plus(Duration.ofHours(2))).toMillis();
    assertThat(redis().pttl("image:a")).isBetween(left - 20_000, left);
    assertThat(redis().ttl("image:a")).isBetween(7_180L, 7_200L);
  }

  @Test
  void add_overAlready_hasNoRecordAndIsFoundUntilItIsRemoved() {
    Media over = Samples.mortal("a", Instant.now().minusSeconds(60), Duration.ofSeconds(1));

    assertThat(catalog().add(over)).isTrue();
    assertThat(redis().exists("image:a")).isZero();
    assertThat(catalog().find(over.id())).contains(over);
    assertThat(catalog().list(CATS).items()).isEmpty();
    assertThat(catalog().expired(Instant.now(), null, 10).items()).containsExactly(over);
  }

  @Test
  void add_underAnIdWhoseLifeIsOver_worksOnceThatIsRemoved() {
    Media over = Samples.mortal("a", Instant.now().minusSeconds(60), Duration.ofSeconds(1));
    Media anew = Samples.mortal("a", Instant.now(), Duration.ofHours(1));
    catalog().add(over);

    assertThat(catalog().add(anew)).isFalse();
    assertThat(catalog().remove(over)).isTrue();
    assertThat(catalog().add(anew)).isTrue();
    assertThat(catalog().find(over.id())).contains(anew);
    assertThat(catalog().expired(Instant.now(), null, 10).items()).isEmpty();
    assertThat(catalog().list(CATS).items()).containsExactly(anew);
  }

  @Test
  void replace_recordWithMembersOfOthers_keepsThemAndItsEnd() {
    Media old = Samples.mortal("a", Instant.now(), Duration.ofHours(2));
    catalog().add(old);
    String record = String.valueOf(redis().get("image:a"));
    redis()
        .set("image:a", "{\"theirs\":[1.50,{}]," + record.substring(1), SetArgs.Builder.keepttl());

    assertThat(catalog().replace(old, Samples.remastered(old))).isTrue();
    assertThat(catalog().find(old.id())).contains(Samples.remastered(old));
    assertThat(redis().get("image:a")).contains("\"theirs\":[1.50,{}]");
    assertThat(redis().pttl("image:a")).isGreaterThan(7_000_000);
    redis().del("image:a");
    Instant end = Instant.now().plus(Duration.ofHours(3));
    assertThat(catalog().expired(end, null, 10).items()).containsExactly(Samples.remastered(old));
  }

  @Test
  void replace_recordThatIsElsewhere_isFoundAnew() {
    Media old = Samples.largest(Map.of("title", "\u0001".repeat(2_000)));
    catalog().add(old);

    assertThat(catalog().replace(old, Samples.remastered(old))).isTrue();
    assertThat(catalog().find(old.id())).contains(Samples.remastered(old));
    assertThat(redis().pttl("image:" + old.id())).isPositive();
  }

  @Test
  void replace_whereAnotherTextHasTakenItsPlace_leavesThat() {
    Media old = Samples.picture("a", 0, null);
    catalog().add(old);
    redis().set("image:a", "{\"base64_data\":\"\"}");

    assertThat(catalog().replace(old, Samples.remastered(old))).isFalse();
    assertThat(redis().get("image:a")).isEqualTo("{\"base64_data\":\"\"}");
  }

  @Test
  void replace_recordThatIsNoUtf8_failsAndLeavesIt() {
    Media old = Samples.picture("a", 0, null);
    catalog().add(old);
    Long done =
        redis()
            .eval(
                """
                local text = redis.call('GET', KEYS[1])
                redis.call('SET', KEYS[1], '{"theirs":"\\255",' .. string.sub(text, 2))
                return 1
                """,
                ScriptOutputType.INTEGER,
                "image:a");

    assertThat(done).isEqualTo(1);
    assertThatThrownBy(() -> catalog().replace(old, Samples.remastered(old)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the record of a");
    assertThat(catalog().find(old.id())).contains(old);
  }

  @Test
  void add_immortal_neverExpires() {
    catalog().add(Samples.picture("a", 0, null));

    assertThat(redis().pttl("image:a")).isEqualTo(-1);
    assertThat(redis().keys("calotype:*"))
        .allMatch(key -> key.startsWith("calotype:list:") || key.equals(RedisEvents.KEY));
  }

  @Test
  void expired_droppedByRedis_isFoundUntilItIsRemoved() {
    Media over = Samples.mortal("over", Instant.now(), Duration.ofMillis(300));
    catalog().add(over);
    assertThat(redis().exists("image:over")).isEqualTo(1);
    awaitEnd("image:over");

    assertThat(catalog().expired(Instant.now(), null, 10).items()).containsExactly(over);
    assertThat(catalog().find(over.id())).contains(over);
    assertThat(catalog().add(over)).isFalse();
    assertThat(catalog().remove(over)).isTrue();
    assertThat(catalog().find(over.id())).isEmpty();
    assertThat(catalog().expired(Instant.now(), null, 10).items()).isEmpty();
    assertThat(redis().keys("*")).containsExactlyInAnyOrder(ChangeStream.KEY, RedisEvents.KEY);
  }

  @Test
  void expired_nothingIsLeftOfSome_hasTheOthers() {
    Instant begin = Instant.now().minusSeconds(60);
    IntStream.range(0, 5)
        .forEach(i -> catalog().add(Samples.mortal("m" + i, begin, Duration.ofSeconds(i + 1))));
    List.of("m0", "m1", "m2").forEach(id -> redis().del("calotype:kept:{image:" + id + "}"));

    ExpiredPage first = catalog().expired(Instant.now(), null, 2);
    ExpiredPage second = catalog().expired(Instant.now(), first.next(), 2);
    ExpiredPage third = catalog().expired(Instant.now(), second.next(), 2);

    assertThat(first.items()).isEmpty();
    assertThat(second.items()).extracting(m -> m.id().value()).containsExactly("m3");
    assertThat(third.items()).extracting(m -> m.id().value()).containsExactly("m4");
    assertThat(catalog().expired(Instant.now(), third.next(), 2))
        .isEqualTo(new ExpiredPage(List.of(), null));
    assertThat(redis().zcard("calotype:expires")).isEqualTo(2);
  }

  @Test
  void list_someDroppedByRedis_isFullWithoutThem() {
    IntStream.range(0, 9)
        .forEach(i -> catalog().add(Samples.mortal("m" + i, at(i), Duration.ofDays(9))));
    dropByRedis("image:m8", "image:m7", "image:m5", "image:m3");

    Page first = catalog().list(CATS);

    assertThat(ids(first)).containsExactly("m6", "m4", "m2");
    assertThat(ids(catalog().list(after(first)))).containsExactly("m1", "m0");
    assertThat(redis().zrange("calotype:list:*:cats:*", 0, -1)).hasSize(5);
  }

  @Test
  void list_idUsedAgainInAnotherGroup_isInThatOneAlone() {
    catalog().add(Samples.picture("a", 0, Samples.CATS));
    redis().del("image:a"); // by another program
    catalog().add(Samples.picture("a", 1, null));

    assertThat(ids(catalog().list(CATS))).isEmpty();
    assertThat(ids(catalog().list(new Query(9, null, null, null, null)))).containsExactly("a");
  }

  @Test
  void find_deletedByAnotherProgram_isAbsentWhileItsLifetimeLasts() {
    Media media = Samples.mortal("a", Instant.now(), Duration.ofHours(1));
    catalog().add(media);
    redis().del("image:a");

    assertThat(catalog().find(media.id())).isEmpty();
    assertThat(catalog().remove(media)).isFalse();
    assertThat(catalog().add(media)).isTrue();
  }

  @Test
  void list_manyOfOneMillisecond_isWholeAndInOrder() {
    List<String> added = IntStream.range(0, 60).mapToObj(i -> "m" + (10 + i)).toList();
    added.forEach(id -> catalog().add(Samples.picture(id, 0, Samples.CATS)));

    List<String> listed = new ArrayList<>();
    Query query = CATS;
    Page page = catalog().list(query);
    while (page.next() != null) {
      listed.addAll(ids(page));
      page = catalog().list(after(page));
    }
    listed.addAll(ids(page));

    assertThat(listed).isEqualTo(added.reversed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"base64_data\":\"/9j/4AAQ\",\"title\":\"Old\"}", "GIF89a", "{}", ""})
  void foreignRecord_anyCall_staysUnchanged(String foreign) {
    redis().set("image:a", foreign);
    MediaId id = new MediaId("a");

    assertThat(catalog().add(Samples.picture("a", 0, null))).isFalse();
    assertThat(catalog().find(id)).isEmpty();
    assertThat(catalog().remove(Samples.picture("a", 0, null))).isFalse();
    assertThat(catalog().list(new Query(9, null, null, null, null)).items()).isEmpty();
    assertThat(redis().get("image:a")).isEqualTo(foreign);
    assertThat(redis().keys("*")).containsExactly("image:a");
  }

  @Test
  void foreignKeyOfAnotherType_anyCall_staysUnchanged() {
    redis().hset("image:a", "base64_data", "/9j/4AAQ");

    assertThat(catalog().add(Samples.picture("a", 0, null))).isFalse();
    assertThat(catalog().find(new MediaId("a"))).isEmpty();
    assertThat(catalog().remove(Samples.picture("a", 0, null))).isFalse();
    assertThat(redis().hgetall("image:a")).hasSize(1);
  }

  @Test
  void add_tooLongForARecord_comesBackAndLeavesNothing() {
    Media media = Samples.withAttributes("a", Map.of("noise", "\u0001".repeat(1_000)));
    catalog().add(media);

    assertThat(redis().strlen("image:a")).isLessThanOrEqualTo(2_048);
    assertThat(catalog().find(media.id())).contains(media);
    assertThat(catalog().list(new Query(1, null, null, null, null)).items()).containsExactly(media);
    assertThat(catalog().remove(media)).isTrue();
    assertThat(redis().keys("*")).containsExactlyInAnyOrder(ChangeStream.KEY, RedisEvents.KEY);
  }

  /// The type and size of every key of a catalog: none has room for a picture.
  @Test
  void add_largestMedia_keepsSmallTextsAndNothingElse() {
    Media media = Samples.largest(Map.of("a", "x".repeat(1_023)));
    catalog().add(media);

    assertThat(redis().strlen("image:" + media.id())).isLessThanOrEqualTo(2_048);
    assertThat(redis().keys("*")).allMatch(key -> redis().memoryUsage(key) < 8_192);
    assertThat(redis().keys("*").stream().map(redis()::type))
        .containsOnly("string", "zset", "stream");
  }

  /// How many media are many.
  int many() {
    return 20_000;
  }

  @Test
  void list_middleOfMany_readsOnePageOfKeys() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, many()).boxed().toList());
    Collections.shuffle(order, new java.util.Random(1));
    order.parallelStream().forEach(i -> catalog().add(Samples.picture("m" + i, i, Samples.CATS)));
    int middle = many() / 2;
    Cursor cursor = new Cursor(at(middle), new MediaId("m" + middle), ListOrder.NEWEST);
    redis().configResetstat();

    Page page = catalog().list(new Query(50, cursor, Samples.CATS, null, null));

    assertThat(ids(page)).startsWith("m" + (middle - 1)).endsWith("m" + (middle - 50)).hasSize(50);
    assertThat(counted("commandstats", "cmdstat_mget:calls=(\\d+)")).isEqualTo(1);
    assertThat(counted("commandstats", "cmdstat_zrevrangebyscore:calls=(\\d+)")).isEqualTo(1);
    assertThat(redis().info("commandstats")).doesNotContain("cmdstat_get:", "cmdstat_eval");
    assertThat(counted("commandstats", "cmdstat_pttl:calls=(\\d+)")).isEqualTo(50);
    assertThat(counted("stats", "keyspace_hits:(\\d+)")).isLessThanOrEqualTo(102);
  }

  private long counted(String section, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(redis().info(section));
    assertThat(found.find()).as(pattern).isTrue();
    return Long.parseLong(found.group(1));
  }

  private void awaitEnd(String key) {
    Await.until(() -> redis().exists(key) == 0);
  }

  /// Lets Redis drop keys as it does when their time has come.
  private void dropByRedis(String... keys) {
    for (String key : keys) {
      redis().pexpire(key, 1);
    }
    List.of(keys).forEach(this::awaitEnd);
  }

  private RedisCommands<String, String> redis() {
    return Objects.requireNonNull(server).commands();
  }

  private static Query after(Page page) {
    return new Query(CATS.limit(), page.next(), Samples.CATS, null, null);
  }

  private static List<String> ids(Page page) {
    return page.items().stream().map(media -> media.id().value()).toList();
  }

  private static Instant at(int millis) {
    return Samples.NOW.plusMillis(millis);
  }
}
