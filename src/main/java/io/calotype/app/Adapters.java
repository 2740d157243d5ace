package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.cluster.Invalidations;
import io.calotype.disk.Headroom;
import io.calotype.originals.files.DataFolder;
import io.calotype.rendition.Decoders;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;

/// The parts of a server that depend on its machine and on other programs. Tests replace them.
///
/// @param clock the time
/// @param decoders starts the decoders of pictures and videos
/// @param catalog opens the records
record Adapters(Clock clock, DecoderOpener decoders, CatalogOpener catalog) {

  /// Starts decoders, and registers those that must be closed.
  @FunctionalInterface
  interface DecoderOpener {
    /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
    Decoders open(Config config, DataFolder folder, Telemetry telemetry, Closer closer)
        throws IOException;
  }

  /// Opens a catalog.
  @FunctionalInterface
  interface CatalogOpener {
    /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
    OpenedCatalog open(
        Config config,
        DataFolder folder,
        Headroom headroom,
        Invalidations others,
        Telemetry telemetry,
        Clock clock)
        throws IOException;
  }

  /// The clock of this machine, renderer processes, and the catalog that the configuration selects.
  static Adapters ofThisMachine() {
    return new Adapters(
        Clock.systemUTC(),
        (config, folder, telemetry, closer) ->
            DecoderStart.of(config.rendering(), DecoderStart.Folders.of(folder), telemetry, closer),
        OpenedCatalog::open);
  }
}
