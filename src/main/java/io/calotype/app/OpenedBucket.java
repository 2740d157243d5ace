package io.calotype.app;

import io.calotype.app.config.S3Config;
import io.calotype.app.config.StorageConfig;
import io.calotype.app.config.StorageConfig.OriginalStore;
import io.calotype.app.config.StorageConfig.RenditionPlace;
import io.calotype.originals.RenditionStore;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.s3.S3Originals;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The connection to the bucket that the configuration selects.
///
/// @param originals null if originals are files
/// @param renditions the renditions that all nodes share
record OpenedBucket(@Nullable S3Originals originals, RenditionStore renditions) {

  /// Connects to the bucket. The client of S3 is created only for originals in S3, and before the
  /// server listens: the catalog is claimed for the data set in the bucket.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  static OpenedBucket open(
      StorageConfig config, DataFolder folder, Clock clock, Telemetry telemetry, Closer closer)
      throws IOException {
    return switch (config.originals()) {
      case OriginalStore.Files() -> new OpenedBucket(null, RenditionStore.NONE);
      case OriginalStore.S3(S3Config s3) -> {
        S3Originals originals = connected(s3, folder, telemetry, closer);
        folder.keepRemote(originals.id());
        yield opened(originals, config, clock);
      }
      case OriginalStore.Moving(S3Config s3, StorageConfig.Direction _) -> {
        S3Originals originals = connected(s3, folder, telemetry, closer);
        folder.requireRemote(originals.id());
        yield opened(originals, config, clock);
      }
    };
  }

  private static S3Originals connected(
      S3Config config, DataFolder folder, Telemetry telemetry, Closer closer) throws IOException {
    return closer.register(S3Originals.open(config.store(), folder.remote(), telemetry));
  }

  private static OpenedBucket opened(S3Originals originals, StorageConfig config, Clock clock) {
    return new OpenedBucket(
        originals,
        switch (config.renditions()) {
          case RenditionPlace.LOCAL -> RenditionStore.NONE;
          case RenditionPlace.S3 -> originals.renditions(clock);
        });
  }
}
