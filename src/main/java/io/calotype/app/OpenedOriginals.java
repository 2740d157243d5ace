package io.calotype.app;

import io.calotype.app.config.S3Config;
import io.calotype.app.config.StorageConfig;
import io.calotype.app.config.StorageConfig.OriginalStore;
import io.calotype.catalog.DataSetClaim;
import io.calotype.maintenance.Coverage;
import io.calotype.originals.BlobLinks;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DirectUploadStore;
import io.calotype.originals.MovingBlobStore;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileBlobStore;
import io.calotype.originals.s3.S3BlobStore;
import io.calotype.originals.s3.S3Originals;
import io.calotype.originals.s3.sources.SourceCache;
import io.calotype.relocation.Relocation;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The opened store of originals.
///
/// @param blobs the store
/// @param claim the claim of the catalog for its data set
/// @param links the URLs of its blobs in the store
/// @param direct the uploads that clients send to the store themselves; null if they cannot
/// @param move the move of the originals; null if they do not move
record OpenedOriginals(
    BlobStore blobs,
    DataSetClaim claim,
    BlobLinks links,
    @Nullable DirectUploadStore direct,
    @Nullable Move move) {
  /// A move of originals between two stores.
  ///
  /// @param blobs both stores
  /// @param begin called when the catalog has accepted the move: the folder then refuses a server
  ///   with the settings of before
  /// @param completion called when no blob is left in the source
  record Move(MovingBlobStore blobs, Begin begin, Relocation.Completion completion) {}

  /// The begin of a move.
  @FunctionalInterface
  interface Begin {
    /// Records the begin durably.
    void record() throws IOException;
  }

  /// Opens the data folder for the store that `config` selects.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  static DataFolder folder(StorageConfig config) throws IOException {
    return switch (config.originals()) {
      case OriginalStore.Files() -> DataFolder.open(config.dataDir());
      case OriginalStore.S3 _ -> DataFolder.openForRemote(config.dataDir());
      case OriginalStore.Moving _ -> DataFolder.openForMove(config.dataDir());
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
    return switch (config.originals()) {
      case OriginalStore.Files() ->
          new OpenedOriginals(
              local(folder, disk),
              new DataSetClaim(folder.dataSet().name(), folder.dataSet().created(), null),
              BlobLinks.NONE,
              null,
              null);
      case OriginalStore.S3(S3Config s3) -> {
        S3Originals originals = Objects.requireNonNull(bucket.originals());
        yield new OpenedOriginals(
            remote(originals, s3, folder, disk),
            new DataSetClaim(originals.identity(), originals.created(), originals.catalog()),
            originals.links(disk.clock()),
            originals.directUploads(disk.clock()),
            null);
      }
      case OriginalStore.Moving(S3Config s3, StorageConfig.Direction direction) -> {
        S3Originals originals = Objects.requireNonNull(bucket.originals());
        BlobStore remote = remote(originals, s3, folder, disk);
        yield moving(direction, local(folder, disk), remote, originals, folder);
      }
    };
  }

  /// The catalog belongs to the data set of the target from the first start on.
  private static OpenedOriginals moving(
      StorageConfig.Direction direction,
      BlobStore local,
      BlobStore remote,
      S3Originals originals,
      DataFolder folder) {
    String ours = folder.dataSet().name();
    String theirs = originals.identity();
    return switch (direction) {
      case TO_S3 ->
          moving(
              new MovingBlobStore(local, remote, MovingBlobStore.Near.SOURCE),
              new DataSetClaim(theirs, false, originals.catalog(), ours),
              () -> folder.keepRemote(originals.id()),
              () -> {});
      case TO_FILES ->
          moving(
              new MovingBlobStore(remote, local, MovingBlobStore.Near.TARGET),
              new DataSetClaim(ours, false, originals.catalog(), theirs),
              () -> keepUnlessComplete(folder, originals.id()),
              folder::forgetRemote);
    };
  }

  /// Clients neither read nor write the bucket themselves meanwhile: a blob may be in either store.
  private static OpenedOriginals moving(
      MovingBlobStore blobs, DataSetClaim claim, Begin begin, Relocation.Completion completion) {
    Move move = new Move(blobs, begin, completion);
    return new OpenedOriginals(blobs, claim, BlobLinks.NONE, null, move);
  }

  private static void keepUnlessComplete(DataFolder folder, String id) throws IOException {
    if (!folder.remoteForgotten()) {
      folder.keepRemote(id);
    }
  }

  private static BlobStore local(DataFolder folder, LocalDisk disk) {
    return new FileBlobStore(folder.blobs(), disk.files(), disk.headroom(), disk.threads());
  }

  private static BlobStore remote(
      S3Originals originals, S3Config config, DataFolder folder, LocalDisk disk)
      throws IOException {
    SourceCache sources =
        SourceCache.open(
            new SourceCache.Place(folder.sources(), disk.files(), disk.threads()),
            config.sourceCacheBytes(),
            disk.headroom(),
            disk.clock());
    return originals.store(
        sources, new S3BlobStore.Local(disk.threads(), disk.headroom(), disk.clock()));
  }

  /// The places that hold the originals of `store`.
  static Set<Coverage.Place> places(OriginalStore store) {
    return switch (store) {
      case OriginalStore.Files() -> Set.of(Coverage.Place.NODE);
      case OriginalStore.S3 _ -> Set.of(Coverage.Place.BUCKET);
      case OriginalStore.Moving _ -> Set.of(Coverage.Place.NODE, Coverage.Place.BUCKET);
    };
  }
}
