package io.calotype.client;

import static io.calotype.client.FakeServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final String OVERLOADED =
      "{\"type\":\"/problems/overloaded\",\"title\":\"Overloaded\"}";
  private static final UploadOptions PLAIN = new UploadOptions();

  private static FakeServer busy(int refusals, String after) throws IOException {
    return new FakeServer((exchange, number) -> {
      if (number <= refusals) {
        answer(exchange, 503, OVERLOADED, "Retry-After", after);
      } else {
        answer(exchange, 200, "{\"deleted\":3}");
      }
    });
  }

  @Test
  void send_overloadedServer_isAskedAgain() throws IOException {
    try (FakeServer server = busy(2, "0")) {
      assertThat(Calotype.of(server.url()).deleteGroup("g")).isEqualTo(3);
      assertThat(server.credentials()).hasSize(3);
    }
  }

  @Test
  void upload_overloadedServer_repeatsBytesAndGivesUp() throws IOException {
    try (FakeServer server = busy(9, "0")) {
      Calotype calotype = Calotype.builder(server.url()).retries(1).build();

      ProblemException problem =
          catchThrowableOfType(ProblemException.class, () -> calotype.upload(new byte[9], PLAIN));

      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.slug()).isEqualTo("overloaded");
      assertThat(problem.title()).isEqualTo("Overloaded");
      assertThat(problem.retryAfter()).contains(Duration.ZERO);
      assertThat(server.credentials()).hasSize(2);
    }
  }

  @Test
  void upload_streamToAnOverloadedServer_isSentOnce() throws IOException {
    try (FakeServer server = busy(9, "0")) {
      Source once = Source.of(new ByteArrayInputStream(new byte[9]), 9);

      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> Calotype.of(server.url()).upload(once, PLAIN));
      assertThat(server.credentials()).hasSize(1);
    }
  }

  @Test
  void pause_longOrMissing_isBounded() {
    assertThat(Retries.pause(0, Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(30));
    assertThat(Retries.pause(0, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(Retries.pause(0, null)).isEqualTo(Duration.ofMillis(500));
    assertThat(Retries.pause(3, null)).isEqualTo(Duration.ofSeconds(4));
    assertThat(Retries.pause(1_000, null)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void get_serverAway_isAFailedConnection() {
    Calotype calotype = Calotype.builder("http://127.0.0.1:1").retries(0).build();

    assertThatExceptionOfType(ConnectionFailedException.class)
        .isThrownBy(() -> calotype.get("a"))
        .withMessage("cannot connect to 127.0.0.1:1");
  }

  @Test
  void get_noAnswerWithinTheLimit_isAFailedConnection() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (FakeServer server = new FakeServer((exchange, number) -> await(end))) {
      Calotype calotype = Calotype.builder(server.url()).timeout(Duration.ofMillis(50)).build();

      assertThatExceptionOfType(ConnectionFailedException.class)
          .isThrownBy(() -> calotype.get("a"))
          .withMessageContaining("no answer within");
      end.countDown();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void get_pageOfAProxy_isUnexpected() throws IOException {
    try (FakeServer server =
        new FakeServer((exchange, number) -> answer(exchange, 200, "<html>"))) {
      assertThatExceptionOfType(UnexpectedAnswerException.class)
          .isThrownBy(() -> Calotype.of(server.url()).get("a"));
    }
  }

  @Test
  void get_errorOfAProxy_isAProblemWithoutASlug() throws IOException {
    try (FakeServer server =
        new FakeServer((exchange, number) -> answer(exchange, 502, "<html>"))) {
      ProblemException problem =
          catchThrowableOfType(ProblemException.class, () -> Calotype.of(server.url()).get("a"));

      assertThat(problem.status()).isEqualTo(502);
      assertThat(problem.slug()).isEqualTo("unknown");
      assertThat(problem).hasMessage("502 unknown");
    }
  }

  @Test
  void content_redirectToAStore_isFollowedWithoutTheKey() throws IOException {
    try (FakeServer store = new FakeServer((exchange, number) -> answer(exchange, 200, "bytes"));
        FakeServer server =
            new FakeServer(
                (exchange, number) -> answer(exchange, 302, "", "Location", store.url() + "/o"))) {
      try (InputStream content = Calotype.of(server.url(), "secret").content("a")) {
        assertThat(content.readAllBytes()).asString().isEqualTo("bytes");
      }
      assertThat(server.credentials()).isEqualTo(List.of("Bearer secret"));
      assertThat(store.credentials()).isEqualTo(List.of("null"));
    }
  }

  @Test
  void upload_sourceThatCannotBeRead_isItsError() throws IOException {
    try (FakeServer server = busy(0, "0")) {
      Source broken =
          Source.of(
              () -> {
                throw new IOException("no such disk");
              },
              9,
              null);
      Source shorter = Source.of(() -> new ByteArrayInputStream(new byte[3]), 9, null);

      for (Source source : List.of(broken, shorter)) {
        assertThatExceptionOfType(UncheckedIOException.class)
            .isThrownBy(() -> Calotype.of(server.url()).upload(source, PLAIN));
      }
    }
  }

  @Test
  void health_notReady_hasChecks() throws IOException {
    String body = "{\"status\":\"not ready\",\"catalog\":false,\"storage\":\"full\"}";
    try (FakeServer server = new FakeServer((exchange, number) -> answer(exchange, 503, body))) {
      Health health = Calotype.of(server.url()).health();

      assertThat(health.ready()).isFalse();
      assertThat(health.checks())
          .containsEntry("catalog", false)
          .containsEntry("storage", "full")
          .hasSize(2);
      assertThat(server.credentials()).hasSize(1);
    }
  }
}
