package io.calotype.cluster;

import java.util.Optional;

/// Limits each maintenance task to one node at a time.
@FunctionalInterface
public interface ChoreLease {
  /// Takes the lease for the task `name`; empty if another node runs it.
  Optional<Leases.Lease> acquire(String name);
}
