package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.Query;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The catalog while Redis is down, does not answer, or refuses its credentials.
class RedisAwayTest {
  private static final Media PHOTO = Samples.picture("photo", 0, Samples.CATS);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void everyCall_redisStopped_endsInTimeAndRecovers() throws Exception {
    try (RedisServer server = RedisServer.start(folder);
        RedisCatalog catalog = open(server)) {
      catalog.add(PHOTO);

      server.signal("STOP");
      assertThatEveryCallEnds(catalog);
      server.signal("CONT");

      assertThatItRecovers(catalog);
    }
  }

  /// Each meets a connection that has not been given up yet.
  @Test
  void everyCall_redisStoppedJustNow_endsInTime() throws Exception {
    try (RedisServer server = RedisServer.start(folder);
        RedisCatalog catalog = open(server)) {
      for (ThrowingCallable call : calls(catalog)) {
        awaitReady(catalog);
        server.signal("STOP");
        assertThatItEnds(call);
        server.signal("CONT");
      }
    }
  }

  @Test
  void everyCall_redisKilled_endsInTimeAndRecovers() throws Exception {
    try (RedisServer server = RedisServer.start(folder);
        RedisCatalog catalog = open(server)) {
      catalog.add(PHOTO);

      server.kill();
      assertThatEveryCallEnds(catalog);
      server.startAgain();

      assertThatItRecovers(catalog);
    }
  }

  @Test
  void find_byManyWhileRedisIsStopped_endsInTimeForAll() throws Exception {
    try (RedisServer server = RedisServer.start(folder);
        RedisCatalog catalog = open(server);
        ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      server.signal("STOP");
      List<Future<?>> calls =
          IntStream.range(0, 500)
              .<Future<?>>mapToObj(
                  i -> crowd.submit(() -> assertThatItEnds(() -> catalog.find(PHOTO.id()))))
              .toList();

      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  /// Redis reads what was sent to it while it was stopped: it must not do it after all.
  @Test
  void change_notAnsweredInTime_isNotMadeLaterEither() throws Exception {
    Media late = Samples.picture("late", 1, Samples.CATS);
    try (RedisServer server = RedisServer.start(folder);
        RedisCatalog catalog = open(server)) {
      catalog.add(PHOTO);
      catalog.remove(PHOTO);
      catalog.add(PHOTO); // the scripts are known, a removal runs two

      server.signal("STOP");
      assertThatItEnds(() -> catalog.add(late));
      RedisServer.pause(Duration.ofMillis(200));
      server.signal("CONT");
      awaitReady(catalog);

      assertThat(server.commands().info("commandstats")).contains("cmdstat_evalsha:calls=5");
      assertThat(catalog.find(late.id())).isEmpty();
      assertThat(catalog.find(PHOTO.id())).contains(PHOTO);
    }
  }

  @Test
  void open_redisAway_isNotReadyAndRecovers() throws Exception {
    RedisServer server = RedisServer.start(folder);
    server.kill();
    try (server;
        RedisCatalog catalog = open(server)) {
      assertThat(catalog.ready()).isFalse();
      assertThatEveryCallEnds(catalog);

      server.startAgain();
      awaitReady(catalog);

      assertThat(catalog.add(PHOTO)).isTrue();
    }
  }

  @Test
  void open_redisStopped_isNotReadyAndRecovers() throws Exception {
    try (RedisServer server = RedisServer.start(folder)) {
      server.signal("STOP");
      try (RedisCatalog catalog = open(server)) {
        assertThat(catalog.ready()).isFalse();

        server.signal("CONT");
        awaitReady(catalog);
      }
    }
  }

  @Test
  void add_memoryFull_isStorageFull() throws Exception {
    try (RedisServer server = RedisServer.start(folder, "--maxmemory", "1");
        RedisCatalog catalog = open(server)) {
      assertThatThrownBy(() -> catalog.add(PHOTO))
          .isInstanceOfSatisfying(
              MediaException.class,
              e -> assertThat(e.failure()).isEqualTo(new Failure.StorageFull()));
    }
  }

  @Test
  void add_onAReplica_isUnavailable() throws Exception {
    try (RedisServer server =
            RedisServer.start(folder, "--replicaof", "127.0.0.1 " + RedisServer.freePort());
        RedisCatalog catalog = open(server)) {
      assertThatItEnds(() -> catalog.add(PHOTO));
    }
  }

  private static RedisCatalog open(RedisServer server) throws IOException {
    return RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry());
  }

  private static List<ThrowingCallable> calls(RedisCatalog catalog) {
    return List.of(
        () -> catalog.find(PHOTO.id()),
        () -> catalog.add(PHOTO),
        () -> catalog.remove(PHOTO),
        () -> catalog.list(new Query(50, null, Samples.CATS, null, null)),
        () -> catalog.expired(Instant.now(), null, 50));
  }

  private static void assertThatEveryCallEnds(RedisCatalog catalog) {
    calls(catalog).forEach(RedisAwayTest::assertThatItEnds);
    assertThat(catalog.ready()).isFalse();
  }

  /// It ends by its own deadline: Redis goes on only afterwards.
  private static void assertThatItEnds(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isEqualTo(new Failure.Unavailable(Duration.ofSeconds(1))));
  }

  private static void assertThatItRecovers(RedisCatalog catalog) {
    awaitReady(catalog);
    assertThat(catalog.find(PHOTO.id())).contains(PHOTO);
    assertThat(catalog.list(new Query(50, null, Samples.CATS, null, null)).items())
        .containsExactly(PHOTO);
  }

  private static void awaitReady(RedisCatalog catalog) {
    RedisServer.await(catalog::ready);
  }
}
