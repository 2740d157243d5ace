package io.calotype.rendition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.cluster.SharedWork;
import io.calotype.cluster.local.LoneWork;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.originals.Blob;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.s3.SharedBucket;
import io.calotype.store.TestStores;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Nodes in this process that share a catalog, originals, and renditions in a real bucket.
abstract class RenderNodesFixture {
  final SharedBucket bucket = new SharedBucket();
  private final List<RenderNode> nodes = new ArrayList<>();
  DataFolder folder;
  SqliteCatalog catalog;
  Media media;

  @BeforeEach
  void openFolder(@TempDir Path root) throws IOException {
    folder = DataFolder.open(root);
    catalog = SqliteFixture.open(folder.catalog());
    media = stored("a");
  }

  @AfterEach
  void closeNodes() throws IOException {
    nodes.forEach(RenderNode::close);
    catalog.close();
    folder.close();
    bucket.close();
  }

  /// A node with the disk `disk`.
  RenderNode node(String disk) throws IOException {
    return node(disk, new LoneWork());
  }

  RenderNode node(String disk, SharedWork work) throws IOException {
    Path path = folder.root().resolve(disk);
    RenderNode node = new RenderNode(folder, path, catalog, bucket.connect(new Telemetry()), work);
    nodes.add(node);
    return node;
  }

  Media stored(String id) throws IOException {
    byte[] original = id.getBytes(UTF_8);
    Media stored =
        new Media(
            new MediaId(id),
            TestOriginals.of(MediaType.JPEG, original.length, Sha256.ofText(id)),
            null,
            new Picture(RenderNode.SIZE, true, Facts.PLAIN, null),
            new Labels(null, Visibility.PUBLIC, Map.of(), null),
            Lifetime.from(Instant.now(), null),
            null);
    Path staged = Files.write(folder.incoming().resolve(id), original);
    TestStores.blobs(folder).write(Blob.original(stored), staged);
    catalog.add(stored);
    return stored;
  }

  /// The number of renditions that `node` has written to the bucket.
  static double written(RenderNode node) {
    return node.telemetry.sum("calotype_shared_writes", "outcome", "written");
  }
}
