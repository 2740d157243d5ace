package io.calotype.store;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.DataSetClaim;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.originals.BlobStore;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Checks that the catalog and the store of originals belong together, in both directions. The
/// catalog records the identity of the data set, and the data set names its catalog: see ADR-0037.
///
/// If one of them does not answer at the start, a thread repeats the check every second until both
/// have answered.
public final class DataSetGuard implements AutoCloseable {
  private final DataSetClaim claim;
  private final Catalog catalog;
  private final BlobStore blobs;
  private final ScheduledExecutorService retries =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("data-set-", 0).factory());
  private volatile @Nullable String refusal;

  private DataSetGuard(DataSetClaim claim, Catalog catalog, BlobStore blobs) {
    this.claim = claim;
    this.catalog = catalog;
    this.blobs = blobs;
  }

  /// Claims `catalog` for the data set of `blobs`, and lets a data set that names no catalog name
  /// this one.
  ///
  /// Errors: an `IOException` with the way out in one line if either belongs to another one.
  public static DataSetGuard claim(DataSetClaim claim, Catalog catalog, BlobStore blobs)
      throws IOException {
    DataSetGuard guard = new DataSetGuard(claim, catalog, blobs);
    try {
      catalog.claim(claim);
      if (claim.catalog() == null) {
        guard.settle();
      }
    } catch (IOException | RuntimeException refused) {
      guard.close();
      throw refused;
    }
    return guard;
  }

  /// Settles the catalog now, or every second until it succeeds.
  private void settle() throws IOException {
    try {
      claimNamed();
    } catch (MediaException away) {
      EventLog.info("dataset.unsettled", "reason", away.failure().getClass().getSimpleName());
      var _ = retries.schedule(this::settleLater, 1, TimeUnit.SECONDS);
    }
  }

  private void claimNamed() throws IOException {
    Optional<String> named = blobs.catalog(catalog.identity());
    if (named.isPresent()) {
      catalog.claim(claim.of(named.get()));
    }
  }

  private void settleLater() {
    try {
      claimNamed();
      EventLog.info("dataset.settled");
    } catch (IOException another) {
      refusal = another.getMessage();
      EventLog.warn("dataset.refused", "reason", String.valueOf(refusal));
    } catch (MediaException away) {
      var _ = retries.schedule(this::settleLater, 1, TimeUnit.SECONDS);
    } catch (RuntimeException failed) {
      EventLog.error("dataset.failed", failed);
      var _ = retries.schedule(this::settleLater, 1, TimeUnit.SECONDS);
    }
  }

  /// Reads both identities again. Must be called right before a blob without a record, or a record
  /// without a blob, is removed.
  ///
  /// Errors: `Unavailable` or `StoreUnavailable` if one of them does not answer, or belongs to
  /// another one.
  public void require() {
    String own = catalog.identity();
    if (refusal != null || blobs.catalog(own).filter(named -> !named.equals(own)).isPresent()) {
      EventLog.warn("dataset.refused", "reason", "the originals belong to another catalog");
      throw new MediaException(new Failure.StoreUnavailable(StoreFault.REFUSED));
    }
  }

  /// Returns the reason in one line why this server must not go on; null if there is none.
  public @Nullable String refusal() {
    return refusal;
  }

  @Override
  public void close() {
    retries.shutdownNow();
  }
}
