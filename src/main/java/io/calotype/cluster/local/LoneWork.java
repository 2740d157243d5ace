package io.calotype.cluster.local;

import io.calotype.cluster.Leases;
import io.calotype.cluster.SharedWork;
import java.util.Optional;
import java.util.OptionalInt;

/// The work of a single node.
public final class LoneWork implements SharedWork {
  private final Leases leases = new LocalLeases();

  @Override
  public boolean distributed() {
    return false;
  }

  @Override
  public Claim claim(Subject subject, String result) {
    return leases.acquire(result).<Claim>map(Claim.Granted::new).orElseGet(Claim.Busy::new);
  }

  @Override
  public Optional<FailureNote> failure(Subject subject) {
    return Optional.empty();
  }

  @Override
  public OptionalInt fail(Subject subject, Pauses pauses) {
    return OptionalInt.empty();
  }

  @Override
  public void forget(Subject subject) {
    // nothing is remembered
  }

  @Override
  public void forgetAll(String source) {
    // nothing is remembered
  }
}
