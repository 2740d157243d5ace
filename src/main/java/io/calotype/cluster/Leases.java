package io.calotype.cluster;

import java.util.Optional;

/// Leases: locks that expire if their holder stops. At most one node holds the lease of a name, as
/// far as clocks and networks permit. A holder must therefore never rely on a lease to protect
/// data.
public interface Leases {
  /// Takes the lease `name`; empty if it is held. Never waits for the holder.
  Optional<Lease> acquire(String name);

  /// A lease that is held until it is closed.
  interface Lease extends AutoCloseable {
    /// A number greater than that of every earlier lease of the same name.
    long fence();

    /// Returns whether it cannot have expired, by the clock of this node since the last renewal. A
    /// holder that was paused finds here that another one may have replaced it. No call.
    boolean held();

    /// Ends the lease without a call: it is no longer renewed, and expires within its duration.
    void lapse();

    @Override
    void close();
  }
}
