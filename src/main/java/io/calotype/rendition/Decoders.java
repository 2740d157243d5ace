package io.calotype.rendition;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.media.MediaType;
import io.calotype.video.Ffmpeg;
import io.calotype.video.FfmpegSearch;
import java.util.Optional;

/// Everything on this machine that reads pictures and videos.
///
/// @param engine what we bring along
/// @param system the libvips of the system, where there is one: it reads more
/// @param ffmpeg reads videos, where there is one
public record Decoders(ImageEngine engine, Optional<ImageEngine> system, FfmpegSearch ffmpeg) {

  /// What reads pictures of that type.
  ///
  /// Errors: `NotInstalled`.
  public ImageEngine reader(MediaType type) {
    return switch (type.decoder()) {
      case BUILT_IN -> engine;
      case SYSTEM -> system.orElseThrow(() -> missing(type));
      case FFMPEG -> throw new IllegalArgumentException("no picture: " + type);
    };
  }

  /// What reads videos of that type.
  ///
  /// Errors: `NotInstalled`; `Unavailable` where it has not answered yet.
  public Ffmpeg film(MediaType type) {
    return ffmpeg.found().orElseThrow(() -> missing(type));
  }

  private static MediaException missing(MediaType type) {
    return new MediaException(new Failure.NotInstalled(type));
  }
}
