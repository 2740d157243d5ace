package io.calotype.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The behaviour that every [WorkQueue] promises. A subclass only opens one.
public abstract class WorkQueueContract {
  private static final Instant ALL = Instant.parse("9999-01-01T00:00:00Z");

  private WorkQueue queue;

  /// Opens the queue, with the tasks of an earlier opening.
  protected abstract WorkQueue open() throws IOException;

  @BeforeEach
  void openQueue() throws IOException {
    queue = open();
  }

  @Test
  void add_task_waitsUntilItIsComplete() {
    WorkQueue.Task task = queue.add("one two");

    assertThat(queue.waiting(ALL)).containsExactly(task);
    queue.complete(task);
    queue.complete(task);
    assertThat(queue.waiting(ALL)).isEmpty();
  }

  @Test
  void waiting_sameTextTwice_isTwoTasks() {
    WorkQueue.Task first = queue.add("same");
    WorkQueue.Task second = queue.add("same");

    queue.complete(first);

    assertThat(queue.waiting(ALL)).containsExactly(second);
  }

  @Test
  void waiting_severalTasks_hasTheOldestFirst() {
    List<WorkQueue.Task> tasks =
        IntStream.range(0, 9).mapToObj(i -> queue.add("task " + i)).toList();

    assertThat(queue.waiting(ALL)).containsExactlyElementsOf(tasks);
  }

  @Test
  void waiting_addedLater_isNotIncluded() {
    queue.add("later");

    assertThat(queue.waiting(Instant.EPOCH)).isEmpty();
  }

  @Test
  void open_again_hasTheTasks() throws IOException {
    WorkQueue.Task task = queue.add("durable");

    assertThat(open().waiting(ALL)).containsExactly(task);
  }
}
