package io.calotype.rendition;

import io.calotype.cluster.SharedWork;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.store.Rendition;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Asks the other nodes about renders, for at most [#PATIENCE]. Without an answer in that time,
/// this node works as if it were alone.
public final class ClusterWork {
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final SharedWork work;
  private final boolean claims;
  private final Duration patience;
  private final LeaseMeters meters;

  /// @param claims whether nodes can fetch the renditions of others, so that one render is enough
  public ClusterWork(SharedWork work, boolean claims, Telemetry telemetry) {
    this(work, claims, PATIENCE, telemetry);
  }

  ClusterWork(SharedWork work, boolean claims, Duration patience, Telemetry telemetry) {
    this.patience = patience;
    this.work = work;
    this.claims = claims && work.distributed();
    this.meters = new LeaseMeters(telemetry);
  }

  /// Returns whether a render needs a claim.
  boolean claims() {
    return claims;
  }

  LeaseMeters meters() {
    return meters;
  }

  /// Claims the render of `rendition`; empty without an answer in time. A lease that arrives later
  /// is ended.
  Optional<SharedWork.Claim> claim(Rendition rendition) {
    SharedWork.Subject subject = subject(SourceWork.of(rendition));
    String result = result(rendition);
    return asked(() -> work.claim(subject, result), ClusterWork::end);
  }

  private static void end(SharedWork.Claim late) {
    if (late instanceof SharedWork.Claim.Granted(var lease)) {
      lease.close();
    }
  }

  /// Two media with equal bytes have renditions of their own.
  private static String result(Rendition rendition) {
    return rendition.key() + "." + rendition.media().original().incarnation();
  }

  /// The answer of the other nodes to the question whether work has failed.
  sealed interface FailureAnswer {
    /// This node must not try it now.
    record Failed(SharedWork.FailureNote note) implements FailureAnswer {}

    /// This node may try it.
    record NotFailed() implements FailureAnswer {}

    /// There are no other nodes, or no answer in time.
    record Unanswered() implements FailureAnswer {}
  }

  /// Asks whether `subject` has failed and must not be tried again now.
  FailureAnswer failure(SourceWork subject) {
    return work.distributed()
        ? asked(() -> work.failure(subject(subject)), late -> {})
            .<FailureAnswer>map(found ->
                found
                    .<FailureAnswer>map(FailureAnswer.Failed::new)
                    .orElseGet(FailureAnswer.NotFailed::new))
            .orElseGet(FailureAnswer.Unanswered::new)
        : new FailureAnswer.Unanswered();
  }

  /// Adds a failure. Returns the number of consecutive failures that count at all nodes; empty if
  /// the other nodes do not learn of it.
  OptionalInt fail(SourceWork failed) {
    SharedWork.Pauses pauses =
        new SharedWork.Pauses(
            FailedWork.free(failed.spec()),
            FailureBackoff.FIRST_PAUSE,
            FailureBackoff.LONGEST_PAUSE);
    return work.distributed()
        ? asked(() -> work.fail(subject(failed), pauses), late -> {}).orElseGet(OptionalInt::empty)
        : OptionalInt.empty();
  }

  /// Forgets the failures of `done`.
  void forget(SourceWork done) {
    tell(() -> work.forget(subject(done)));
  }

  /// Forgets all failures of a source.
  void forgetAll(Sha256 source) {
    tell(() -> work.forgetAll(source.hex()));
  }

  private void tell(Runnable message) {
    if (work.distributed()) {
      var _ =
          asked(
              () -> {
                message.run();
                return message;
              },
              late -> {});
    }
  }

  private static SharedWork.Subject subject(SourceWork work) {
    return new SharedWork.Subject(work.source().hex(), work.name());
  }

  /// @param late receives an answer that was not waited for
  private <T> Optional<T> asked(Supplier<T> question, Consumer<T> late) {
    CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("cluster")
        .start(() -> {
          Optional<T> said = answered(question);
          if (!answer.complete(said)) {
            said.ifPresent(late);
          }
        });
    try {
      Optional<T> said = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (said.isEmpty()) {
        meters.unanswered(LeaseMeters.Silence.AWAY);
      }
      return said;
    } catch (TimeoutException slow) {
      meters.unanswered(LeaseMeters.Silence.LATE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new AssertionError("an answer is never a failure", impossible);
    }
    answer.complete(Optional.empty()); // no effect on an answer that has just arrived
    return answer.join();
  }

  /// Empty if Redis is away.
  private static <T> Optional<T> answered(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (MediaException away) {
      return Optional.empty();
    } catch (RuntimeException failed) {
      EventLog.error("cluster.failed", failed);
      return Optional.empty();
    }
  }
}
