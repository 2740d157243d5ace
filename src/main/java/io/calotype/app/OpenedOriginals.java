package io.calotype.app;

import io.calotype.app.config.S3Config;
import io.calotype.app.config.StorageConfig;
import io.calotype.app.config.StorageConfig.OriginalStore;
import io.calotype.catalog.DataSetClaim;
import io.calotype.originals.BlobLinks;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DirectUploadStore;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileBlobStore;
import io.calotype.originals.s3.S3BlobStore;
import io.calotype.originals.s3.S3Originals;
import io.calotype.originals.s3.SourceCache;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The opened store of originals.
///
/// @param blobs the store
/// @param claim the claim of the catalog for its data set
/// @param links the URLs of its blobs in the store
/// @param direct the uploads that clients send to the store themselves; null if they cannot
record OpenedOriginals(
    BlobStore blobs, DataSetClaim claim, BlobLinks links, @Nullable DirectUploadStore direct) {

  /// Opens the data folder for the store that `config` selects.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  static DataFolder folder(StorageConfig config) throws IOException {
    return switch (config.originals()) {
      case OriginalStore.Files() -> DataFolder.open(config.dataDir());
      case OriginalStore.S3 _ -> DataFolder.openForRemote(config.dataDir());
    };
  }

  /// Opens the store that `config` selects.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  ///
  /// @param bucket the bucket of originals in S3
  static OpenedOriginals open(
      StorageConfig config, OpenedBucket bucket, DataFolder folder, LocalDisk disk)
      throws IOException {
    S3Originals remote = bucket.originals();
    return remote != null && config.originals() instanceof OriginalStore.S3(S3Config s3)
        ? remote(s3, remote, folder, disk)
        : new OpenedOriginals(
            new FileBlobStore(folder.blobs(), disk.files(), disk.headroom(), disk.threads()),
            new DataSetClaim(folder.dataSet().name(), folder.dataSet().created(), null),
            BlobLinks.NONE,
            null);
  }

  private static OpenedOriginals remote(
      S3Config config, S3Originals originals, DataFolder folder, LocalDisk disk)
      throws IOException {
    SourceCache sources =
        SourceCache.open(
            new SourceCache.Place(folder.sources(), disk.files(), disk.threads()),
            config.sourceCacheBytes(),
            disk.headroom(),
            disk.clock());
    S3BlobStore blobs =
        originals.store(
            sources, new S3BlobStore.Local(disk.threads(), disk.headroom(), disk.clock()));
    return new OpenedOriginals(
        blobs,
        new DataSetClaim(originals.identity(), originals.created(), originals.catalog()),
        originals.links(disk.clock()),
        originals.directUploads(disk.clock()));
  }
}
