package io.calotype.rendition;

import io.calotype.TestClock;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.Catalog;
import io.calotype.cluster.SharedWork;
import io.calotype.cluster.local.LoneWork;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.Urgency;
import io.calotype.media.Content;
import io.calotype.media.Facts;
import io.calotype.media.Media;
import io.calotype.media.Picture;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.BlobStore;
import io.calotype.originals.NoDamageStore;
import io.calotype.originals.RenditionStore;
import io.calotype.originals.files.DataFolder;
import io.calotype.store.MediaStore;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionCache;
import io.calotype.store.RenditionResult;
import io.calotype.store.TestRenditionCaches;
import io.calotype.store.TestStores;
import io.calotype.telemetry.Telemetry;
import io.calotype.video.FfmpegSearch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// One of several nodes in this process: caches, a renderer and a connection to the shared store of
/// its own; catalog and originals are those of all nodes.
final class RenderNode implements AutoCloseable {
  /// A busy machine must not look like a slow Redis.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  static final Dimensions SIZE = new Dimensions(400, 300);

  /// Renders are free for the caller.
  static final Charge FREE = Free.CHARGE;

  final Telemetry telemetry = new Telemetry();
  final TestClock clock = new TestClock();
  final AtomicInteger renders = new AtomicInteger();
  final RenditionCache cache;
  final MediaStore store;
  final Renditions renditions;
  private final DiskCache disk;

  /// Runs before the renderer returns `bytes`.
  volatile Runnable work = () -> {};

  volatile byte[] bytes = {1, 2, 3};

  RenderNode(DataFolder folder, Path disk, Catalog catalog, RenditionStore shared)
      throws IOException {
    this(folder, disk, catalog, shared, new LoneWork());
  }

  /// @param work the leases and failures of all nodes
  RenderNode(DataFolder folder, Path disk, Catalog catalog, RenditionStore shared, SharedWork work)
      throws IOException {
    ClusterWork cluster = new ClusterWork(work, true, PATIENCE, telemetry);
    BlobStore blobs = TestStores.blobs(folder);
    this.disk = DiskCache.open(Files.createDirectories(disk), 64 << 20, telemetry, clock);
    this.cache = TestRenditionCaches.of(new MemoryCache(1 << 20), this.disk, shared, telemetry);
    this.store = TestStores.media(folder, catalog, blobs, cache);
    this.renditions =
        new Renditions(
            cache,
            new RenditionMaker(
                new Decoders(new Engine(), Optional.empty(), FfmpegSearch.ofNothing()),
                blobs,
                NoDamageStore.damages(telemetry)),
            store,
            new FailureBackoff(cluster, telemetry, clock),
            cluster,
            telemetry);
  }

  /// The rendition of `media` that tests ask for.
  Rendition rendition(Media media) {
    return renditions.describe(media, RenditionSpec.still(SIZE, Format.WEBP));
  }

  /// Requests it, as a client that may render.
  RenditionResult find(Media media) {
    return renditions.find(rendition(media), FREE);
  }

  /// Its bytes in a result.
  static byte[] bytes(RenditionResult result) throws IOException {
    return switch (result.content()) {
      case Content.InMemory(ByteBuffer buffer) -> {
        byte[] all = new byte[buffer.remaining()];
        buffer.duplicate().get(all);
        yield all;
      }
      case Content.InFile(Path path, long _) -> Files.readAllBytes(path);
    };
  }

  @Override
  public void close() {
    disk.close();
  }

  private enum Free implements Charge {
    CHARGE;

    @Override
    public void pay() {
      // free
    }

    @Override
    public boolean tryPay() {
      return true;
    }
  }

  private final class Engine implements ImageEngine {
    @Override
    public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
      renders.incrementAndGet();
      work.run();
      try {
        for (Output output : plan.outputs(SourceHeader.of(SIZE, false))) {
          sink.accept(output.spec(), bytes.length, new ByteArrayInputStream(bytes));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Picture(SIZE, true, Facts.PLAIN, null);
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void close() {}
  }
}
