package io.calotype.redis;

import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The address of Redis, as given in its URL.
///
/// Lettuce parses `redis://`, `rediss://` and `redis-sentinel://`. `redis-cluster://` and
/// `rediss-cluster://` may name several servers of one cluster, `host:port,host:port`, with one
/// password for all.
///
/// @param seeds the servers to connect to first
/// @param cluster whether the URL declares a cluster
public record RedisAddress(List<RedisURI> seeds, boolean cluster) {
  private static final Pattern CLUSTER = Pattern.compile("(rediss?)-cluster://(.*@)?([^/?]*)(.*)");

  /// The timeout of one reply while connecting.
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Errors: an `IOException` without its cause, whose message may contain the password.
  public static RedisAddress parse(String text) throws IOException {
    try {
      Matcher cluster = CLUSTER.matcher(text);
      return cluster.matches()
          ? new RedisAddress(seeds(cluster).map(RedisAddress::server).toList(), true)
          : new RedisAddress(List.of(server(text)), false);
    } catch (IllegalArgumentException _) {
      throw new IOException(
          "the address of Redis is not valid: use redis://, rediss://, redis-sentinel:// or"
              + " redis-cluster://, with every mark in a password percent-encoded");
    }
  }

  private static Stream<String> seeds(Matcher cluster) {
    String credentials = cluster.group(2) == null ? "" : cluster.group(2);
    return Stream.of(cluster.group(3).split(",", -1))
        .map(host -> cluster.group(1) + "://" + credentials + host + cluster.group(4));
  }

  private static RedisURI server(String text) {
    RedisURI uri = RedisURI.create(text);
    requireHost(uri.getHost());
    uri.setTimeout(PATIENCE);
    uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(PATIENCE));
    return uri;
  }

  /// Lettuce takes an authority that it cannot parse for a host.
  private static void requireHost(@Nullable String host) {
    if (host != null && host.contains(":") && host.indexOf(':') == host.lastIndexOf(':')) {
      throw new IllegalArgumentException("a host and something else");
    }
  }

  /// Returns whether connections are encrypted.
  boolean tls() {
    return seeds.getFirst().isSsl();
  }

  /// Returns the address of another server of the same cluster, `host:port`.
  RedisURI member(String server) {
    int colon = server.lastIndexOf(':');
    return RedisURI.builder(seeds.getFirst())
        .withHost(server.substring(0, colon))
        .withPort(Integer.parseInt(server.substring(colon + 1)))
        .build();
  }

  /// The name of a server, `host:port` for a server without Sentinel and socket; never with user
  /// and password.
  static String name(RedisURI uri) {
    if (uri.getSocket() != null) {
      return uri.getSocket();
    }
    return uri.getSentinels().isEmpty()
        ? uri.getHost() + ":" + uri.getPort()
        : String.valueOf(uri.getSentinelMasterId());
  }
}
