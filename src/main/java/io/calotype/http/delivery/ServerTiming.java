package io.calotype.http.delivery;

import io.calotype.cluster.Nodes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The header `Server-Timing` of renditions: the time of the render, if there was one, and the node
/// that answers, if there may be several: `render;dur=44.1, node;desc="a"`.
public final class ServerTiming {
  private static final CharSequence NAME = HttpHeaders.createOptimized("server-timing");

  /// Null if there is only one node.
  private final @Nullable CharSequence node;

  private ServerTiming(@Nullable CharSequence node) {
    this.node = node;
  }

  /// The header of the answers of this node of `nodes`. Its name needs no escape in a
  /// quoted-string.
  public static ServerTiming of(Nodes nodes) {
    return new ServerTiming(
        nodes.distributed()
            ? HttpHeaders.createOptimized("node;desc=\"" + nodes.name() + '"')
            : null);
  }

  /// Writes the header, if it has a value.
  ///
  /// @param render zero if there was no render
  void write(HttpServerResponse response, Duration render) {
    if (!render.isZero()) {
      String rendered = "render;dur=" + millis(render);
      response.putHeader(NAME, node == null ? rendered : rendered + ", " + node);
    } else if (node != null) {
      response.putHeader(NAME, node);
    }
  }

  private static String millis(Duration duration) {
    return Double.toString(Math.round(duration.toNanos() / 100_000.0) / 10.0);
  }
}
