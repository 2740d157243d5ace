package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Source;
import io.calotype.imaging.Urgency;
import io.calotype.media.transformation.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Renderers that are lost, stopped or busy, and what becomes of their jobs.
class RenderTroubleTest extends PoolFixture {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONGER = Duration.ofSeconds(10); // leaves 30 by the wall clock

  @Test
  void render_rendererDiesOnce_isTriedAgain() {
    Path file = Pictures.photo(folder, "jpg", 400, 400);
    for (String signal : List.of("ABRT", "SEGV")) {
      Collected made = new Collected();
      AtomicInteger tries = new AtomicInteger();

      pool()
          .render(
              source(file),
              header -> {
                if (tries.incrementAndGet() == 1) {
                  signal(signal);
                }
                return one(header.size());
              },
              made);

      assertThat(tries).hasValue(2);
      assertThat(made.all()).hasSize(1);
    }
    assertThat(telemetry.scrape()).contains("renderers_lost_total{reason=\"crash\"} 2.0");
  }

  @Test
  void render_rendererDiesBetweenOutputs_handsAllOverAgain() {
    Path file = Pictures.photo(folder, "jpg", 900, 900);
    AtomicInteger handed = new AtomicInteger();

    pool()
        .render(
            source(file),
            header ->
                List.of(
                    Output.of(spec(800, 800, Format.PNG)), Output.of(spec(700, 700, Format.PNG))),
            (spec, length, bytes) -> {
              if (handed.incrementAndGet() == 1) {
                signal("KILL");
              }
              bytes.transferTo(java.io.OutputStream.nullOutputStream());
            });

    assertThat(handed).hasValueBetween(3, 4);
  }

  @Test
  void render_decoderCrashesTwice_isUndecodableAndTheNextIsNot() {
    Path file = Pictures.photo(folder, "jpg", 40, 40);

    assertThatThrownBy(() -> renderWhile(file, () -> signal("SEGV")))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
    assertThat(render(file, new Collected(), Format.WEBP, 20).opaque()).isTrue();
  }

  @Test
  void render_rendererKilledFromOutside_isOverloaded() {
    Path file = Pictures.photo(folder, "jpg", 40, 40);

    assertThatThrownBy(() -> renderWhile(file, () -> signal("KILL")))
        .extracting("failure")
        .isInstanceOf(Failure.Overloaded.class);
    assertThat(telemetry.scrape()).contains("renderers_lost_total{reason=\"killed\"} 3.0");
  }

  @Test
  void render_rendererHangs_isOverloadedAtTheWallClockBound() {
    started(1, SHORT, ENOUGH_MEMORY);
    Path file = Pictures.photo(folder, "jpg", 400, 400);

    assertThatThrownBy(() -> renderWhile(file, () -> signal("STOP")))
        .extracting("failure")
        .isInstanceOf(Failure.Overloaded.class);
    assertThat(telemetry.scrape()).contains("renderers_lost_total{reason=\"late\"} 1.0");
    awaitReady(pool());
  }

  /// A machine that is busy with other work looks like this to a renderer.
  @Test
  void render_rendererGetsNoProcessorForLongerThanTheTimeout_isRendered() {
    awaitReady(started(1, LONGER, ENOUGH_MEMORY));
    Path file = Pictures.photo(folder, "jpg", 400, 400);

    renderWhile(
        file,
        () -> {
          long begun = System.nanoTime();
          signal("STOP");
          while (System.nanoTime() - begun < LONGER.toNanos()) {
            LockSupport.parkNanos(10_000_000);
          }
          signal("CONT");
        });

    assertThat(telemetry.scrape()).contains("renderers_lost_total{reason=\"late\"} 0.0");
  }

  /// A machine so busy that the wall clock's bound comes first gives `Overloaded`: then it is asked
  /// again.
  @Test
  void render_computesForTooLongTwice_isUndecodable() {
    awaitReady(started(1, Duration.ofMillis(50), ENOUGH_MEMORY));
    Path file = Pictures.large(folder, 5000);
    List<Failure> failures = new ArrayList<>();

    while (!failures.contains(new Failure.Undecodable()) && failures.size() < 50) {
      assertThatThrownBy(() -> render(file, new Collected(), Format.PNG, 5000))
          .isInstanceOfSatisfying(MediaException.class, e -> failures.add(e.failure()));
      awaitReady(pool());
    }
    assertThat(failures).endsWith(new Failure.Undecodable());
  }

  @Test
  void render_overMemory_isKilled() {
    started(1, ENOUGH_TIME, 120L << 20);
    Path file = Pictures.large(folder, 5000);

    assertThatThrownBy(() -> render(file, new Collected(), Format.PNG, 5000))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
    assertThat(telemetry.scrape()).contains("renderers_lost_total{reason=\"memory\"} 2.0");
  }

  /// Two renderers, and background work for both.
  @Test
  void render_inTheBackground_leavesARendererToViewers() throws Exception {
    RenderPool pool = started(2, ENOUGH_TIME, ENOUGH_MEMORY);
    Source source = source(Pictures.photo(folder, "jpg", 40, 40));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Plan held =
        header -> {
          begun.countDown();
          await(go);
          return one(header.size());
        };
    List<Thread> background =
        Stream.generate(() ->
                Thread.startVirtualThread(() ->
                    pool.render(Urgency.of(Priority.BACKGROUND), source, held, new Collected())))
            .limit(3)
            .toList();
    await(begun);

    pool.render(source, header -> one(header.size()), new Collected());

    assertThat(background).allMatch(Thread::isAlive);
    go.countDown();
    for (Thread thread : background) {
      thread.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Renders `file`, and runs `trouble` at each try, once its header is known.
  private void renderWhile(Path file, Runnable trouble) {
    pool()
        .render(
            source(file),
            header -> {
              trouble.run();
              return one(header.size());
            },
            new Collected());
  }
}
