package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.app.config.ConfigReader;
import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.Urgency;
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
import io.calotype.media.geometry.Dimensions;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.files.DataFolder;
import io.calotype.rendition.Decoders;
import io.calotype.store.TestStores;
import io.calotype.video.FfmpegSearch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server in this process, without renderers. It has one picture, `a`. No upload can be
/// decoded.
public final class InProcess {
  private static final MediaId ID = new MediaId("a");
  private static final byte[] BYTES = new byte[1000];
  private static final Dimensions SIZE = new Dimensions(400, 300);
  private static final Media PICTURE =
      new Media(
          ID,
          TestOriginals.of(MediaType.JPEG, BYTES.length, new Sha256("0".repeat(64))),
          null,
          new Picture(SIZE, true, Facts.PLAIN, null),
          new Labels(null, Visibility.PUBLIC, Map.of(), null),
          new Lifetime(Instant.parse("1994-11-06T08:49:37Z"), null),
          null);

  private final App app;
  private @Nullable DataFolder folder;
  private @Nullable BlobStore blobs;
  private @Nullable Catalog catalog;

  private InProcess(Path root, Map<String, String> settings) throws IOException {
    this.app = App.assemble(config(root, settings), adapters());
  }

  /// Starts a server with an empty data folder.
  public static InProcess start() {
    return start(Map.of());
  }

  /// Starts a server with an empty data folder and `settings`.
  static InProcess start(Map<String, String> settings) {
    try {
      return new InProcess(Files.createTempDirectory(Path.of("target"), "in-process"), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The port of the server.
  public int port() {
    return URI.create(app.url()).getPort();
  }

  /// A request without a body, with headers given as name, value, name, value.
  public HttpRequest.Builder request(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, BodyPublishers.noBody());
    return headers.length > 0 ? request.headers(headers) : request;
  }

  /// Stops the server.
  void stop() {
    app.close();
  }

  /// Stores the picture again if it was deleted.
  public void restore() throws IOException {
    Catalog records = Objects.requireNonNull(catalog);
    if (records.find(ID).isEmpty()) {
      DataFolder data = Objects.requireNonNull(folder);
      Path staged = Files.write(data.incoming().resolve("restored"), BYTES);
      Objects.requireNonNull(blobs).write(Blob.original(PICTURE), staged);
      records.add(PICTURE);
    }
  }

  private static Config config(Path root, Map<String, String> settings) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "CALOTYPE_DATA_DIR", root.toString(),
                "CALOTYPE_PORT", "0",
                "CALOTYPE_CORS_ORIGINS", "https://a.b",
                "CALOTYPE_PREGENERATE", "small",
                "CALOTYPE_MAX_UPLOAD_SIZE", "64KiB",
                "CALOTYPE_MAX_VIDEO_SIZE", "128KiB",
                "CALOTYPE_CACHE_MAX_SIZE", "1MiB",
                "CALOTYPE_MEMORY_CACHE_SIZE", "1MiB",
                "CALOTYPE_UPKEEP_EVERY", "1d",
                "CALOTYPE_SCRUB_RATE", "0"));
    environment.putAll(settings);
    return ConfigReader.read(null, environment, Map.of());
  }

  private Adapters adapters() {
    return new Adapters(
        Clock.systemUTC(),
        (config, opened, telemetry, closer) -> {
          folder = opened;
          blobs = TestStores.blobs(opened);
          return new Decoders(
              new StoredPictures(opened), Optional.empty(), FfmpegSearch.ofNothing());
        },
        (config, opened, headroom, others, telemetry, clock) -> {
          OpenedCatalog records =
              OpenedCatalog.open(config, opened, headroom, others, telemetry, clock);
          catalog = records.catalog();
          return records;
        });
  }

  /// Renders each stored original as the same bytes. Refuses staged files as undecodable.
  private record StoredPictures(DataFolder folder) implements ImageEngine {
    @Override
    public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
      if (source.file().startsWith(folder.incoming())) {
        throw new MediaException(new Failure.Undecodable());
      }
      try {
        for (Output output : plan.outputs(SourceHeader.of(SIZE, false))) {
          sink.accept(output.spec(), BYTES.length, new ByteArrayInputStream(BYTES));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return PICTURE.picture();
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void close() {}
  }
}
