package io.calotype.originals.s3;

import io.calotype.originals.RenditionStore;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A prefix of a bucket on the real server, with a connection for each node.
public final class SharedBucket implements AutoCloseable {
  private static final String BUCKET = "shared";

  private final List<S3Originals> nodes = new ArrayList<>();
  private final List<FaultProxy> proxies = new ArrayList<>();
  private final S3Server server = S3Server.shared();
  private final String prefix = UUID.randomUUID() + "/";

  /// Connects a node by way of a proxy of its own: see [#proxy].
  public RenditionStore connect(Telemetry telemetry) {
    try {
      FaultProxy proxy = new FaultProxy(server.port());
      proxies.add(proxy);
      S3Originals node =
          S3Originals.open(
              server.settings(BUCKET, prefix, proxy.port()), Optional.empty(), telemetry);
      nodes.add(node);
      return node.renditions(Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The proxy of the node that was connected as number `node`, from 0 on.
  public FaultProxy proxy(int node) {
    return proxies.get(node);
  }

  /// The keys of all renditions, without the prefix.
  public List<String> renditions() {
    try (S3Client client = server.client()) {
      return client
          .listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix + "r/"))
          .contents()
          .stream()
          .map(S3Object::key)
          .map(key -> key.substring(prefix.length()))
          .toList();
    }
  }

  /// Replaces the bytes of an object and keeps its metadata.
  public void replace(String key, byte[] bytes) {
    try (S3Client client = server.client()) {
      Map<String, String> metadata =
          client.headObject(head -> head.bucket(BUCKET).key(prefix + key)).metadata();
      var _ =
          client.putObject(
              put -> put.bucket(BUCKET).key(prefix + key).metadata(metadata),
              RequestBody.fromBytes(bytes));
    }
  }

  @Override
  public void close() {
    nodes.forEach(S3Originals::close);
    proxies.forEach(FaultProxy::close);
  }
}
