package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.originals.files.DataFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/// A running server. [ObjectGraph] lists its components.
public final class App implements AutoCloseable {
  private final Closer closer;
  private final ObjectGraph graph;
  private final String url;

  private App(Closer closer, ObjectGraph graph, String url) {
    this.closer = closer;
    this.graph = graph;
    this.url = url;
  }

  /// Starts the server on this machine.
  ///
  /// Errors: as [#assemble].
  public static App start(Config config) throws IOException {
    return assemble(config, Adapters.ofThisMachine());
  }

  /// Starts a server on `adapters`. If a component fails to start, closes those that are already
  /// running.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  static App assemble(Config config, Adapters adapters) throws IOException {
    Closer closer = new Closer();
    try {
      ObjectGraph graph = new ObjectGraph(config, adapters, closer);
      int port = graph.begin();
      String host = bracketed(config.listening().main().host());
      return new App(closer, graph, "http://" + host + ":" + port);
    } catch (IOException e) {
      closer.close();
      throw e;
    } catch (RuntimeException e) {
      closer.close();
      if (e.getCause() instanceof FileSystemException refused) {
        throw DataFolder.unusable(config.storage().dataDir(), refused);
      }
      throw e;
    }
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /// The URL that the server listens on, for example `http://127.0.0.1:8080`.
  public String url() {
    return url;
  }

  /// Returns the reason in one line why this server must end; null while it may go on.
  public @Nullable String lost() {
    return graph.lost();
  }

  @Override
  public void close() {
    closer.close();
  }
}
