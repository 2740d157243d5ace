package io.calotype.rendition;

import io.calotype.cluster.SharedWork;
import io.calotype.failure.MediaException;
import io.calotype.media.RenditionSpec;
import io.calotype.media.Sha256;
import io.calotype.store.Rendition;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks the other nodes about renders, for at most [#PATIENCE]. Without an answer in that time,
/// this node works as if it were alone.
public final class ClusterWork {
  private static final Duration PATIENCE = Duration.ofMillis(50);
  private static final String INGEST = "ingest";

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
    SharedWork.Subject subject = subject(rendition.media().original().digest(), rendition.spec());
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

  /// Returns the failure of work on the source while it must not be tried again.
  ///
  /// @param spec null for an upload
  Optional<SharedWork.FailureNote> failure(Sha256 source, @Nullable RenditionSpec spec) {
    return work.distributed()
        ? asked(() -> work.failure(subject(source, spec)), late -> {}).flatMap(found -> found)
        : Optional.empty();
  }

  /// Adds a failure. Returns the consecutive failures at all nodes, or 1 without an answer.
  int fail(Sha256 source, @Nullable RenditionSpec spec) {
    SharedWork.Pauses pauses =
        new SharedWork.Pauses(
            FailedWork.free(spec), FailureBackoff.FIRST_PAUSE, FailureBackoff.LONGEST_PAUSE);
    return work.distributed()
        ? asked(() -> work.fail(subject(source, spec), pauses), late -> {}).orElse(1)
        : 1;
  }

  /// Forgets the failures.
  void forget(Sha256 source, @Nullable RenditionSpec spec) {
    if (work.distributed()) {
      var _ =
          asked(
              () -> {
                work.forget(subject(source, spec));
                return source;
              },
              late -> {});
    }
  }

  private static SharedWork.Subject subject(Sha256 source, @Nullable RenditionSpec spec) {
    return new SharedWork.Subject(source.hex(), name(spec));
  }

  /// The name of work on a source.
  static String name(@Nullable RenditionSpec spec) {
    return spec == null ? INGEST : spec.canonical() + "." + spec.format().extension();
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
