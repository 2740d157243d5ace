package io.calotype.app;

import io.calotype.MetricText;
import io.calotype.app.config.Config;
import io.calotype.app.config.ConfigReader;
import io.calotype.imaging.AcceptingEngine;
import io.calotype.media.Sha256;
import io.calotype.media.geometry.Dimensions;
import io.calotype.rendition.Decoders;
import io.calotype.video.FfmpegSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The server in this process, without renderers: every upload is a picture of 400x300, and every
/// rendition has [#RENDITION] bytes. The stores are real.
public final class AcceptingServer implements AutoCloseable {
  /// The number of bytes of each rendition.
  static final int RENDITION = 1000;

  private static final String SECRET = "-secret";

  private final HttpClient client = HttpClient.newHttpClient();
  private final AcceptingEngine engine =
      new AcceptingEngine(new Dimensions(400, 300), new byte[RENDITION]);
  private final App app;

  private AcceptingServer(Map<String, String> settings) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target"), "accepting");
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "CALOTYPE_DATA_DIR", folder.toString(),
                "CALOTYPE_PORT", "0",
                "CALOTYPE_PREGENERATE", "",
                "CALOTYPE_UPKEEP_EVERY", "1d",
                "CALOTYPE_SCRUB_RATE", "0"));
    settings.forEach((name, value) -> environment.put("CALOTYPE_" + name, value));
    Config config = ConfigReader.read(null, environment, Map.of());
    Adapters adapters =
        new Adapters(
            Clock.systemUTC(),
            (ignored, opened, telemetry, closer) ->
                new Decoders(engine, Optional.empty(), FfmpegSearch.ofNothing()),
            OpenedCatalog::open);
    this.app = App.assemble(config, adapters);
  }

  /// Starts a server with an empty data folder and `settings`.
  public static AcceptingServer start(Map<String, String> settings) {
    try {
      return new AcceptingServer(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The value of `API_KEYS` for keys `<name>-secret` of these names and roles.
  static String keys(String... entries) {
    StringBuilder keys = new StringBuilder();
    for (String entry : entries) {
      String name = entry.substring(0, entry.indexOf(':'));
      keys.append(entry).append(':').append(Sha256.ofText(name + SECRET).hex()).append(',');
    }
    return keys.toString();
  }

  /// The engine, which can be told to refuse.
  AcceptingEngine engine() {
    return engine;
  }

  /// The URL of `path`.
  public URI uri(String path) {
    return URI.create(app.url() + path);
  }

  /// A request with the key of `name`.
  HttpRequest.Builder as(String name, String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + name + SECRET);
  }

  HttpResponse<byte[]> put(String name, String path, byte[] bytes) {
    return send(as(name, path).PUT(BodyPublishers.ofByteArray(bytes)));
  }

  /// Bytes that begin like a JPEG, which it accepts.
  public static byte[] jpeg(long seed) {
    byte[] bytes = new byte[5000];
    new Random(seed).nextBytes(bytes);
    System.arraycopy(
        new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}, 0, bytes, 0, 4);
    return bytes;
  }

  /// Sends a request to any server. Redirects are not followed.
  public HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The client goes first: the server waits for connections that are open.
  @Override
  public void close() {
    client.shutdownNow();
    app.close();
  }

  /// The value of a metric without labels; 0 if there is none.
  double metric(String name) {
    return MetricText.sum(send(as("app", "/metrics").GET()).body(), name + " ");
  }
}
