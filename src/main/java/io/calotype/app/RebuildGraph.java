package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.DataSetClaim;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.media.Visibility;
import io.calotype.originals.BlobStore;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.rebuild.CatalogRebuild;
import io.calotype.rebuild.StoredMedia;
import io.calotype.rendition.ClusterWork;
import io.calotype.rendition.Decoders;
import io.calotype.rendition.FailureBackoff;
import io.calotype.store.MediaStore;
import io.calotype.store.PresetNames;
import io.calotype.store.RenditionCache;
import io.calotype.store.RenditionLimit;
import io.calotype.store.SharedRenditions;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.DecodeStep;
import io.calotype.upload.Masters;
import io.calotype.upload.UploadPolicy;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The components of `catalog rebuild`, in dependency order. The same stores as those of a server,
/// and no server: it holds the lock of the data folder.
public final class RebuildGraph extends AssemblyInputs {
  private final Clock clock = adapters.clock();
  private final Telemetry telemetry = new Telemetry();
  private final DataFolder folder = closer.register(OpenedOriginals.folder(config.storage()));
  private final Decoders decoders = adapters.decoders().open(config, folder, telemetry, closer);
  private final DiskThreads disk = closer.register(DiskThreads.of("originals", telemetry));
  private final LocalDisk localDisk = new LocalDisk(new LocalFiles(), disk, Headroom.NONE, clock);
  private final Coordination coordination = coordination();
  private final OpenedBucket bucket =
      OpenedBucket.open(config.storage(), folder, clock, telemetry, closer);
  private final OpenedOriginals originals =
      OpenedOriginals.open(config.storage(), bucket, folder, localDisk);
  private final BlobStore blobs = originals.blobs();
  private final Catalog catalog =
      closer.register(
          adapters
              .catalog()
              .open(config, folder, Headroom.NONE, coordination.invalidations(), telemetry, clock)
              .catalog());
  private final RenditionCache renditions =
      new RenditionCache(
          new MemoryCache(0),
          closer.register(
              DiskCache.open(
                  folder.renditions(), config.storage().cache().diskBytes(), telemetry, clock)),
          closer.register(DiskThreads.of("renditions", telemetry)),
          new SharedRenditions(bucket.renditions(), telemetry),
          telemetry);
  private final MediaStore store =
      new MediaStore(
          catalog,
          blobs,
          renditions,
          new RenditionLimit(
              config.storage().cache().maxRenditionsPerMedia(), new PresetNames(List.of())),
          coordination.removals(),
          coordination.invalidations());
  private final Staging staging =
      new Staging(folder.incoming(), localDisk.files(), Headroom.NONE, disk);

  private RebuildGraph(Config config, Adapters adapters, Closer closer) throws IOException {
    super(config, adapters, closer);
  }

  /// Opens the stores that `config` selects on this machine.
  ///
  /// Errors: an `IOException` in one line that names the resource that cannot be used, or the
  /// servers that use the data set.
  public static RebuildGraph open(Config config, Closer closer) throws IOException {
    return new RebuildGraph(config, Adapters.ofThisMachine(), closer);
  }

  /// Refuses a data set that other machines serve. The lock of the folder keeps out a server of
  /// this one.
  private Coordination coordination() throws IOException {
    Coordination opened = Coordination.open(config.storage(), folder, localDisk, closer);
    List<String> others =
        opened.nodes().running().stream()
            .filter(node -> !node.equals(opened.nodes().name()))
            .toList();
    if (!others.isEmpty()) {
      throw new IOException(
          "the data set is in use, or was within the last minute, by the nodes "
              + String.join(", ", others)
              + "; stop them first");
    }
    return opened;
  }

  /// Lets the catalog belong to the data set. Returns the identity of the catalog that the
  /// originals belong to, if that is another one; null if they belong to this one, or to none.
  ///
  /// Errors: an `IOException` in one line if the catalog belongs to another data set, or if a
  /// server runs on it.
  public @Nullable String claim() throws IOException {
    DataSetClaim claim = originals.claim();
    catalog.claim(new DataSetClaim(claim.identity(), claim.created(), null, claim.former()));
    Coordination.sole(config.storage(), claim.identity(), closer);
    String named = claim.catalog();
    return named == null || named.equals(catalog.identity()) ? null : named;
  }

  /// The identity of the catalog.
  public String identity() {
    return catalog.identity();
  }

  /// Lets the originals belong to this catalog in place of `former`, or if they belong to none.
  ///
  /// Errors: an `IOException` in one line if they belong to another one meanwhile.
  public void adopt(@Nullable String former) throws IOException {
    String own = catalog.identity();
    boolean adopted =
        former == null
            ? blobs.catalog(own).filter(named -> !named.equals(own)).isEmpty()
            : blobs.adopt(former, own);
    if (!adopted) {
      throw new IOException("the originals belong to another catalog than at the start of the run");
    }
  }

  /// Returns the rebuild of the catalog.
  ///
  /// @param visibility the visibility of every media that gets a record
  public CatalogRebuild rebuild(Visibility visibility) {
    UploadPolicy policy = new UploadPolicy(config.uploads().maxPixels(), List.of(), visibility);
    DecodeStep decodeStep =
        new DecodeStep(
            policy,
            decoders.engine(),
            new Masters(decoders, staging),
            new FailureBackoff(
                new ClusterWork(coordination.work(), false, telemetry), telemetry, clock),
            telemetry);
    return new CatalogRebuild(
        catalog, store, blobs, new StoredMedia(blobs, decodeStep, disk, visibility), clock);
  }
}
