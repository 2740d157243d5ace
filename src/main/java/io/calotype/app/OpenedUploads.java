package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.cluster.Nodes;
import io.calotype.maintenance.MaintainedStores;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.resumable.ResumableUploads;
import io.calotype.upload.resumable.UploadFolder;

/// Opens the resumable uploads of this node.
final class OpenedUploads {
  private OpenedUploads() {}

  /// Opens the uploads in `folder`. Their ids have the name of this node if there may be others.
  static MaintainedStores.Temporary open(
      Config config,
      DataFolder folder,
      LocalDisk disk,
      Staging staging,
      Nodes nodes,
      Telemetry telemetry) {
    ResumableUploads.Bounds bounds =
        new ResumableUploads.Bounds(
            config.uploads().limits(),
            config.uploads().maxIncomingBytes(),
            nodes.distributed() ? nodes.name() : null);
    UploadFolder uploads =
        new UploadFolder(folder.uploads(), disk.files(), disk.headroom(), disk.threads());
    return new MaintainedStores.Temporary(
        staging, ResumableUploads.open(uploads, staging, bounds, telemetry, disk.clock()));
  }
}
