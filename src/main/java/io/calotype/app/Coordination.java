package io.calotype.app;

import io.calotype.app.config.StorageConfig;
import io.calotype.app.config.StorageConfig.CatalogStore;
import io.calotype.app.config.StorageConfig.OriginalStore;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.Leases;
import io.calotype.cluster.Nodes;
import io.calotype.cluster.SharedCounts;
import io.calotype.cluster.SharedWork;
import io.calotype.cluster.SoleServer;
import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.WorkQueues;
import io.calotype.cluster.local.FolderWorkQueue;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.cluster.local.LocalLeases;
import io.calotype.cluster.local.LoneWork;
import io.calotype.cluster.local.SingleNode;
import io.calotype.cluster.redis.RedisInvalidations;
import io.calotype.cluster.redis.RedisLeases;
import io.calotype.cluster.redis.RedisNodes;
import io.calotype.cluster.redis.RedisSharedCounts;
import io.calotype.cluster.redis.RedisSharedWork;
import io.calotype.cluster.redis.RedisSoleServer;
import io.calotype.cluster.redis.RedisWorkQueue;
import io.calotype.media.RandomText;
import io.calotype.originals.files.DataFolder;
import io.calotype.redis.RedisConnections;
import java.io.IOException;
import java.time.Duration;

/// The coordination of the nodes of a data set. Originals in S3 and records in Redis permit several
/// nodes; every other combination is a single node.
///
/// @param invalidations announces changed and removed records
/// @param queues the work that survives its node, such as removals
/// @param leases of the tasks that one node runs at a time
/// @param work renders that one node does for all, and failures that all nodes remember
/// @param counts requests that all nodes count together
/// @param nodes the nodes that run
record Coordination(
    Invalidations invalidations,
    WorkQueues queues,
    Leases leases,
    SharedWork work,
    SharedCounts counts,
    Nodes nodes) {
  /// A node that stops delays a task by this time.
  private static final Duration LEASE = Duration.ofSeconds(30);

  /// Opens the coordination that `config` permits.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  static Coordination open(StorageConfig config, DataFolder folder, LocalDisk disk, Closer closer)
      throws IOException {
    return config.distributed()
            && config.catalog() instanceof CatalogStore.Redis(String url, Duration _)
        ? shared(url, config.node().text(), closer)
        : new Coordination(
            new LocalInvalidations(),
            name ->
                new FolderWorkQueue(
                    folder.queue(name),
                    disk.files(),
                    disk.threads(),
                    disk.headroom(),
                    disk.clock()),
            new LocalLeases(),
            new LoneWork(),
            SharedCounts.NONE,
            new SingleNode(config.node().text()));
  }

  /// Opens the removals that are not completed.
  WorkQueue removals() {
    return queues.open(DataFolder.REMOVALS);
  }

  /// Takes the right to be the only server of `dataSet`, which other machines cannot see in the
  /// data folder if it was copied to them.
  ///
  /// Errors: an `IOException` in one line that names the other server.
  static SoleServer sole(StorageConfig config, String dataSet, Closer closer) throws IOException {
    return !(config.originals() instanceof OriginalStore.S3)
            && config.catalog() instanceof CatalogStore.Redis(String url, Duration _)
        ? closer.register(RedisSoleServer.take(url, dataSet, config.node().text()))
        : SoleServer.UNLIMITED;
  }

  private static Coordination shared(String url, String node, Closer closer) throws IOException {
    String consumer = node + "-" + RandomText.of(10);
    RedisConnections connections = closer.register(RedisConnections.open(url));
    RedisInvalidations invalidations = closer.register(RedisInvalidations.open(url));
    RedisLeases leases = closer.register(new RedisLeases(connections, LEASE));
    RedisSharedWork work = closer.register(new RedisSharedWork(connections, node));
    RedisNodes nodes = closer.register(new RedisNodes(connections, node));
    return new Coordination(
        invalidations,
        name -> new RedisWorkQueue(connections, name, consumer),
        leases,
        work,
        new RedisSharedCounts(connections),
        nodes);
  }
}
