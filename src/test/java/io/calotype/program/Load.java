package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that ask a program all the time: some for media that it has in memory, which must be
/// answered always, others for media that it has not seen yet, until each was answered, and for
/// lists.
final class Load implements AutoCloseable {
  private static final String LIST = "/api/media"; // which is never in memory
  private static final int CLIENTS = 2; // of each kind
  private static final Duration PATIENCE = Duration.ofSeconds(10); // 2 are promised

  private final Server program;
  private final List<String> seen;
  private final Queue<String> unseen;
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean over;

  /// Begins.
  ///
  /// @param seen paths of media that are in memory
  /// @param unseen paths of others; those that were delivered are taken out
  Load(Server program, List<String> seen, Queue<String> unseen) {
    this.program = program;
    this.seen = seen;
    this.unseen = unseen;
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofVirtual().start(this::askForSeen));
      clients.add(Thread.ofVirtual().start(this::askForUnseen));
    }
  }

  private void askForSeen() {
    for (int i = 0; !over; i++) {
      String path = seen.get(i % seen.size());
      int status = status(path);
      if (status != 200) {
        broken.add(status + " " + path);
      }
      pause(5);
    }
  }

  private void askForUnseen() {
    for (int i = 0; !over; i++) {
      String path = i % 2 == 0 ? LIST : Objects.requireNonNullElse(unseen.poll(), LIST);
      int status = status(path);
      statuses.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
      if (status != 200 && !path.equals(LIST)) {
        unseen.add(path);
      }
      pause(50);
    }
  }

  /// 0 where there is no answer in time.
  private int status(String path) {
    try {
      return program.send(program.request(path).timeout(PATIENCE)).statusCode();
    } catch (RuntimeException unanswered) {
      broken.add(unanswered + " " + path);
      return 0;
    }
  }

  /// Until another few of the other requests have had `status`.
  void awaitMore(int status) {
    AtomicInteger count = statuses.computeIfAbsent(status, _ -> new AtomicInteger());
    int enough = count.get() + 4;
    await(() -> count.get() >= enough);
  }

  /// Until all were delivered.
  void awaitEnd() {
    await(unseen::isEmpty);
  }

  private void await(java.util.function.BooleanSupplier reached) {
    Await.until(reached::getAsBoolean, "a state of the load");
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends, and sees what the clients have seen.
  @Override
  public void close() {
    over = true;
    while (clients.stream().anyMatch(Thread::isAlive)) {
      pause(10);
    }
    assertThat(broken).isEmpty();
    assertThat(statuses.keySet()).containsOnly(200, 503);
  }
}
