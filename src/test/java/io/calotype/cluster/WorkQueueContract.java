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

  /// Lets the time of every hold pass.
  protected abstract void lapse();

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

  @Test
  void claim_heldTask_isLeftToItsHolder() {
    queue.add("held");

    assertThat(queue.claim(10)).isEmpty();
  }

  @Test
  void claim_holdsAreOver_takesTheOldest() {
    List.of("one", "two", "three").forEach(queue::add);
    lapse();

    assertThat(queue.claim(2)).extracting(each -> each.task().text()).containsExactly("one", "two");
    assertThat(queue.claim(2)).extracting(each -> each.task().text()).containsExactly("three");
    assertThat(queue.claim(2)).isEmpty();
  }

  @Test
  void claim_againAndAgain_countsTheTries() throws IOException {
    WorkQueue.Task task = queue.add("tried");

    for (int tries = 2; tries < 5; tries++) {
      lapse();
      List<WorkQueue.Claimed> claimed = open().claim(10);
      assertThat(claimed).extracting(WorkQueue.Claimed::tries).containsExactly(tries);
      assertThat(claimed.getFirst().task().added()).isEqualTo(task.added());
      assertThat(claimed.getFirst().task().text()).isEqualTo("tried");
    }
  }

  @Test
  void renew_beforeTheClaim_keepsTheHold() {
    WorkQueue.Task task = queue.add("kept");
    lapse();

    queue.renew(List.of(task));

    assertThat(queue.claim(10)).isEmpty();
  }

  @Test
  void renew_completedTask_bringsNothingBack() {
    WorkQueue.Task task = queue.add("done");
    queue.complete(task);

    queue.renew(List.of(task));

    lapse();
    assertThat(queue.claim(10)).isEmpty();
    assertThat(queue.depth()).isEqualTo(new WorkQueue.Depth(0, 0));
  }

  @Test
  void release_heldTask_isClaimedAtOnce() {
    WorkQueue.Task task = queue.add("free");
    queue.add("held");

    queue.release(List.of(task));

    assertThat(queue.claim(10)).extracting(each -> each.task().text()).containsExactly("free");
    queue.release(List.of(task)); // its name may have changed
    queue.complete(queue.waiting(ALL));
    assertThat(queue.depth().waiting()).isZero();
  }

  @Test
  void complete_manyTasks_removesAll() {
    List<WorkQueue.Task> tasks =
        IntStream.range(0, 300).mapToObj(i -> queue.add("task " + i)).toList();
    queue.renew(tasks);

    queue.complete(tasks.subList(0, 299));

    assertThat(queue.waiting(ALL)).containsExactly(tasks.getLast());
    assertThat(queue.depth().waiting()).isEqualTo(1);
  }

  @Test
  void bury_task_isNeverClaimedAgain() throws IOException {
    WorkQueue.Task task = queue.add("failed");
    queue.add("other");

    queue.bury(task);
    queue.bury(task);

    assertThat(queue.depth()).isEqualTo(new WorkQueue.Depth(1, 1));
    lapse();
    WorkQueue again = open();
    assertThat(again.claim(10)).extracting(each -> each.task().text()).containsExactly("other");
    assertThat(again.depth()).isEqualTo(new WorkQueue.Depth(1, 1));
  }

  @Test
  void bury_completedTask_isNoDeadLetter() {
    WorkQueue.Task task = queue.add("done");
    queue.complete(task);

    queue.bury(task);

    assertThat(queue.depth()).isEqualTo(new WorkQueue.Depth(0, 0));
  }

  @Test
  void depth_afterAStart_countsEarlierTasks() throws IOException {
    queue.add("one");
    queue.add("two");

    assertThat(open().depth()).isEqualTo(new WorkQueue.Depth(2, 0));
  }
}
