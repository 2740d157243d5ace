package io.calotype.rendition;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.media.MediaType;
import io.calotype.video.Ffmpeg;
import io.calotype.video.FfmpegSearch;
import java.util.Optional;

/// The decoders available on this machine.
///
/// @param engine the bundled libvips engine
/// @param system an engine on the system's libvips, which reads more formats; empty if not
///   installed
/// @param ffmpeg search for the ffmpeg that reads videos
public record Decoders(ImageEngine engine, Optional<ImageEngine> system, FfmpegSearch ffmpeg) {

  /// Returns the engine that reads pictures of `type`.
  ///
  /// Errors: `NotInstalled`.
  public ImageEngine reader(MediaType type) {
    return switch (type.decoder()) {
      case BUILT_IN -> engine;
      case SYSTEM -> system.orElseThrow(() -> missing(type));
      case FFMPEG -> throw new IllegalArgumentException("no picture: " + type);
    };
  }

  /// Returns the ffmpeg that reads videos of `type`.
  ///
  /// Errors: `NotInstalled`; `Unavailable` while ffmpeg has not answered yet.
  public Ffmpeg film(MediaType type) {
    return ffmpeg.found().orElseThrow(() -> missing(type));
  }

  /// The version of the programs that decode originals of `type`. That of the system's libvips is
  /// not part of it: only a renderer knows it.
  ///
  /// Errors: `Unavailable` while ffmpeg has not answered yet.
  public String version(MediaType type) {
    return type.decoder() == MediaType.Decoder.FFMPEG
        ? ImageEngine.VERSION + "+ffmpeg-" + ffmpeg.found().map(Ffmpeg::version).orElse("none")
        : ImageEngine.VERSION;
  }

  private static MediaException missing(MediaType type) {
    return new MediaException(new Failure.NotInstalled(type));
  }
}
