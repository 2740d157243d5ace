package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.catalog.CachingCatalog;
import io.calotype.cdn.CdnPurges;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.SoleServer;
import io.calotype.maintenance.MaintainedStores;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamageFile;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.Staging;
import io.calotype.relocation.Relocation;
import io.calotype.store.DataSetGuard;
import io.calotype.store.MediaStore;
import io.calotype.store.RenditionLimit;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The stores: originals, records, and what several nodes share. The second part of [ObjectGraph],
/// in the same form.
class StoreGraph extends MachineGraph {
  final OpenedOriginals originals =
      OpenedOriginals.open(config.storage(), bucket, folder, localDisk);
  final BlobStore blobs = originals.blobs();
  final Coordination coordination = Coordination.open(config.storage(), folder, localDisk, closer);
  final Invalidations invalidations = coordination.invalidations();
  final OpenedCatalog records =
      adapters.catalog().open(config, folder, space, invalidations, telemetry, clock);
  final CachingCatalog catalog = closer.register(records.catalog());
  final Clock recordClock = records.clock();
  final DataSetGuard guard = closer.register(DataSetGuard.claim(originals.claim(), catalog, blobs));
  final SoleServer sole = Coordination.sole(config.storage(), originals.claim().identity(), closer);
  final Staging staging = new Staging(folder.incoming(), files, space, disk);
  final DamagedOriginals damages =
      new DamagedOriginals(new DamageFile(folder.damaged(), disk), telemetry);
  final RenditionLimit renditionLimit =
      new RenditionLimit(config.storage().cache().maxRenditionsPerMedia(), presetNames);
  final MediaStore store =
      new MediaStore(
          catalog, blobs, renditionCache, renditionLimit, coordination.removals(), invalidations);
  final CdnPurges purges =
      closer.register(CdnPurges.start(config.cdn().purged(), coordination.queues(), telemetry));
  final MaintainedStores.Temporary temporary =
      OpenedUploads.open(config, folder, localDisk, staging, coordination.nodes(), telemetry);
  final MaintainedStores stores =
      new MaintainedStores(
          catalog, store, blobs, temporary, renditionCache, renditionLimit, guard, recordClock);

  final @Nullable Relocation relocation = relocation(originals.move());

  /// Connects the components. None runs in the background yet.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  StoreGraph(Config config, Adapters adapters, Closer closer) throws IOException {
    super(config, adapters, closer);
  }

  private @Nullable Relocation relocation(OpenedOriginals.@Nullable Move move) throws IOException {
    if (move == null) {
      return null;
    }
    move.begin().record();
    return closer.register(
        new Relocation(move.blobs(), catalog, store, staging, clock, move.completion()));
  }

  /// Returns the reason in one line why this server must end: another one has taken its data folder
  /// or its data set. Null while it may go on.
  final @Nullable String lost() {
    if (!folder.held()) {
      return "the lock of the data folder was replaced, and another Calotype uses the folder";
    }
    String refusal = guard.refusal();
    return refusal == null ? sole.refusal() : refusal;
  }
}
