package io.calotype.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The behaviour that all [Leases] promise. A subclass only opens them.
public abstract class LeasesContract {
  private Leases leases;

  /// Opens leases of which none is held.
  protected abstract Leases open();

  @BeforeEach
  void openLeases() {
    leases = open();
  }

  @Test
  void acquire_heldLease_isEmptyUntilItIsClosed() {
    Leases.Lease held = leases.acquire("a").orElseThrow();

    assertThat(leases.acquire("a")).isEmpty();
    held.close();
    assertThat(leases.acquire("a")).isPresent();
  }

  @Test
  void acquire_otherName_isIndependent() {
    assertThat(leases.acquire("a")).isPresent();

    assertThat(leases.acquire("b")).isPresent();
  }

  @Test
  void fence_laterLease_isGreater() {
    Leases.Lease first = leases.acquire("a").orElseThrow();
    first.close();
    Leases.Lease second = leases.acquire("a").orElseThrow();

    assertThat(second.fence()).isGreaterThan(first.fence());
  }

  /// A holder that closes twice must not end the lease of its successor.
  @Test
  void close_twice_leavesTheSuccessorsLease() {
    Leases.Lease first = leases.acquire("a").orElseThrow();
    first.close();
    assertThat(leases.acquire("a")).isPresent();

    first.close();

    assertThat(leases.acquire("a")).isEmpty();
  }
}
