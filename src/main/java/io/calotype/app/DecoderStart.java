package io.calotype.app;

import io.calotype.app.config.RenderConfig;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.LazyImageEngine;
import io.calotype.imaging.queue.QueueLimits;
import io.calotype.imaging.worker.NativeLibrary;
import io.calotype.imaging.worker.RenderPool;
import io.calotype.imaging.worker.RenderSettings;
import io.calotype.imaging.worker.RendererProgram;
import io.calotype.originals.files.DataFolder;
import io.calotype.rendition.Decoders;
import io.calotype.sandbox.ConfinementPolicy;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import io.calotype.video.FfmpegSearch;
import io.calotype.video.VideoSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Starts the decoders of pictures and videos.
public final class DecoderStart {
  private DecoderStart() {}

  /// The folders that decoders use.
  ///
  /// @param benches parent folder of the renderers' work directories
  /// @param libraries folder to which the bundled libvips is unpacked
  public record Folders(Path benches, Path libraries) {
    static Folders of(DataFolder data) {
      return new Folders(data.benches(), data.libraries());
    }
  }

  /// Starts the decoders that `config` enables and this machine supports.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  public static Decoders of(
      RenderConfig config, Folders folders, Telemetry telemetry, Closer closer) throws IOException {
    ConfinementPolicy policy = confinement(config);
    Path ours = NativeLibrary.installedIn(folders.libraries());
    RenderPool pool =
        closer.register(
            RenderPool.start(renderers(config, folders.benches(), ours, policy), telemetry));
    Optional<ImageEngine> system =
        Optional.ofNullable(config.programs().systemLibvips())
            .map(library -> renderers(config, folders.benches().resolve("system"), library, policy))
            .map(settings -> new LazyImageEngine(() -> pool.startBeside(settings.alone())))
            .map(closer::register);
    return new Decoders(pool, system, ffmpeg(config, folders, policy));
  }

  private static RenderSettings renderers(
      RenderConfig config, Path benches, Path library, ConfinementPolicy policy) {
    return new RenderSettings(
        config.workers(),
        config.timeout(),
        config.memoryBytes(),
        QueueLimits.of(config.maxWait()),
        benches,
        RendererProgram.ofThisServer(library, policy, config.memoryBytes()));
  }

  private static FfmpegSearch ffmpeg(
      RenderConfig config, Folders folders, ConfinementPolicy policy) {
    VideoSettings settings =
        new VideoSettings(
            folders.benches().resolve("ffmpeg"),
            1, // job at a time: the renderers use most of the memory
            config.timeout(),
            config.memoryBytes(),
            QueueLimits.of(config.maxWait()),
            policy);
    FfmpegSearch search = FfmpegSearch.in(config.programs().ffmpegPath(), settings);
    if (search.absent()) {
      EventLog.warn("ffmpeg.missing", "videos", "refused", "add", "apt-get install ffmpeg");
    }
    return search;
  }

  /// Probes confinement at startup only in mode `required`. In the other modes the probe would
  /// delay startup.
  private static ConfinementPolicy confinement(RenderConfig config) throws IOException {
    ConfinementPolicy policy = new ConfinementPolicy(config.confinement());
    try {
      if (config.confinement() == ConfinementPolicy.Mode.REQUIRED) {
        policy.confinement();
      }
      return policy;
    } catch (UnsupportedOperationException missing) {
      throw new IOException(
          "renderers cannot be confined, as CALOTYPE_CONFINEMENT asks: " + missing.getMessage(),
          missing);
    }
  }
}
