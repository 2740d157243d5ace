package io.calotype.http.shortpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.http.exchange.Repeatable;
import io.calotype.http.routing.RouteClass;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class KnownAnswersTest {
  private static final int HEAD = 100;

  private final KnownAnswers answers = new KnownAnswers(3 * (KnownAnswers.OVERHEAD + HEAD + 1));

  @Test
  void put_aboveTheLimit_removesTheLeastRecentlyUsed() {
    put("a");
    put("b");
    put("c");
    answers.find("a");
    put("d");

    assertThat(answers.find("b")).isNull();
    assertThat(answers.find("a")).isNotNull();
    assertThat(answers.size()).isEqualTo(3);
  }

  @Test
  void put_sameRequestAgain_countsOnce() {
    for (int i = 0; i < 10; i++) {
      put("a");
    }
    put("b");
    put("c");

    assertThat(answers.size()).isEqualTo(3);
  }

  @Test
  void remove_always_freesItsBytes() {
    put("a");
    put("b");
    put("c");
    answers.remove("b");
    answers.remove("b");
    put("d");

    assertThat(answers.find("a")).isNotNull();
    assertThat(answers.size()).isEqualTo(3);
  }

  @Test
  void put_entryAboveTheLimit_keepsNothing() {
    answers.put("x".repeat(10_000), answer());

    assertThat(answers.size()).isZero();
  }

  private void put(String request) {
    answers.put(request, answer());
  }

  private static KnownAnswer answer() {
    return new KnownAnswer(
        new Repeatable(
            ShortPathPictures.MEDIA, ShortPathPictures.RENDITION, Repeatable.Tier.MEMORY),
        RouteClass.IMAGE,
        200,
        Unpooled.wrappedBuffer(new byte[HEAD]),
        0,
        KnownAnswer.Body.NONE,
        0);
  }
}
