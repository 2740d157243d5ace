package io.calotype.cluster;

import java.util.Optional;

/// Limits the renders of one rendition to one node at a time.
@FunctionalInterface
public interface RenderLease {
  /// Takes the lease for the rendition `key`; empty if another node renders it.
  Optional<Leases.Lease> acquire(String key);
}
