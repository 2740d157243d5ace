package io.calotype.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Work that one node does for all nodes, and failed work that all nodes remember for a limited
/// time. Both only save work: nothing depends on them for correctness.
///
/// Errors of every method: `Unavailable`.
public interface SharedWork {
  /// Whether there may be other nodes. If not, claims exclude those of this process only, and no
  /// failure is remembered.
  boolean distributed();

  /// Work on a source.
  ///
  /// @param source the digest of its bytes
  /// @param work identifies the work, such as `400x300-q85.webp`
  record Subject(String source, String work) {}

  /// Claims the work on `subject`, unless another node does it, or it has failed recently
  /// ([#failure]). Never waits for the other node. One call.
  ///
  /// @param result identifies the result: equal work may have several results
  Claim claim(Subject subject, String result);

  /// The answer to a claim.
  sealed interface Claim {
    /// This node does the work. The lease ends when its node stops.
    record Granted(Leases.Lease lease) implements Claim {}

    /// Another node does it.
    record Busy() implements Claim {}

    /// It has failed recently.
    record Failed(FailureNote note) implements Claim {}
  }

  /// Failed work.
  ///
  /// @param tries consecutive failures: at one node until a second one has failed too, then at all
  ///   nodes; at least 1
  /// @param left the time until it may be tried again
  record FailureNote(int tries, Duration left) {}

  /// Returns the failure of `subject` while this node must not try it again.
  ///
  /// A node that alone has failed waits for the whole pause, and the others for the first one only:
  /// the fault may be that of the node. After two nodes have failed, all wait for the whole pause.
  Optional<FailureNote> failure(Subject subject);

  /// Remembers that `subject` has failed once more at this node. Returns the number of consecutive
  /// failures; empty if too many failures are remembered.
  OptionalInt fail(Subject subject, Pauses pauses);

  /// The pauses after failures: each is twice as long as the one before.
  ///
  /// @param free the number of failures without a pause
  /// @param first the pause after the next failure
  /// @param longest the longest pause
  record Pauses(int free, Duration first, Duration longest) {}

  /// Forgets the failures of `subject`.
  void forget(Subject subject);

  /// Forgets all failures of a source.
  ///
  /// @param source the digest of its bytes
  void forgetAll(String source);
}
