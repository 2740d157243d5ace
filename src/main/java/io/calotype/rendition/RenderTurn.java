package io.calotype.rendition;

import io.calotype.cluster.Leases;
import io.calotype.media.Content;
import io.calotype.store.Rendition;
import io.calotype.store.SharedRenditions;
import org.jspecify.annotations.Nullable;

/// The turn of this node to make a rendition for all.
///
/// @param lease null if it renders without one
record RenderTurn(SharedRenditions shared, Leases.@Nullable Lease lease, LeaseMeters meters) {
  /// Writes the published rendition to the shared store, while the caller sends its answer. Does
  /// not write it if the lease may have expired: another node has the turn, and writes it.
  void share(Rendition rendition, Content content, SharedRenditions.FileOpener files) {
    if (shared.shared()) {
      Thread.ofVirtual().name("share").start(() -> write(rendition, content, files));
    }
  }

  private void write(Rendition rendition, Content content, SharedRenditions.FileOpener files) {
    if (lease == null) {
      var _ = shared.write(rendition, content, files);
      return;
    }
    if (!lease.held()) {
      meters.made(LeaseMeters.Outcome.FENCED);
      lease.lapse();
      return;
    }
    boolean written = false;
    try {
      written = shared.write(rendition, content, files);
    } finally {
      if (written) {
        lease.lapse(); // see ClusterFlight
      } else {
        lease.close();
      }
    }
  }
}
