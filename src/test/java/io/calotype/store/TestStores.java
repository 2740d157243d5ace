package io.calotype.store;

import io.calotype.catalog.Catalog;
import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.local.FolderWorkQueue;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.originals.BlobStore;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileBlobStore;
import io.calotype.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Real stores in a data folder.
public final class TestStores {
  private TestStores() {}

  /// The blobs in `folder`.
  public static BlobStore blobs(DataFolder folder) {
    return new FileBlobStore(folder.blobs(), new LocalFiles(), Headroom.NONE, threads());
  }

  /// Stages into `folder`.
  public static Staging staging(Path folder) {
    return new Staging(folder, new LocalFiles(), Headroom.NONE, threads());
  }

  /// The store over the given parts.
  public static MediaStore media(
      DataFolder folder, Catalog catalog, BlobStore blobs, RenditionCache renditions) {
    return new MediaStore(
        catalog,
        blobs,
        renditions,
        new RenditionLimit(200, new PresetNames(List.of())),
        removals(folder),
        new LocalInvalidations());
  }

  /// The removals of `folder` that are not complete.
  public static WorkQueue removals(DataFolder folder) {
    return new FolderWorkQueue(
        folder.removals(), new LocalFiles(), threads(), Headroom.NONE, Clock.systemUTC());
  }

  private static DiskThreads threads() {
    return DiskThreads.of("originals", new Telemetry());
  }
}
