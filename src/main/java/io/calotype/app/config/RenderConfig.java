package io.calotype.app.config;

import io.calotype.cli.command.TextParsers;
import io.calotype.sandbox.ConfinementPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The settings of decoders.
///
/// @param workers number of renderer processes
/// @param timeout CPU time limit of one attempt at a job
/// @param maxWait maximum time that an image request waits for a renderer
/// @param memoryBytes memory limit of all renderers together
/// @param confinement whether the kernel confines renderers
/// @param programs the decoders that this machine adds
public record RenderConfig(
    int workers,
    Duration timeout,
    Duration maxWait,
    long memoryBytes,
    ConfinementPolicy.Mode confinement,
    Programs programs) {
  /// The largest number of renderer processes.
  static final int MAX_WORKERS = 256;

  /// Decoders that are not bundled.
  ///
  /// @param systemLibvips the library of the system's libvips; null if there is none
  /// @param ffmpegPath the search path for ffmpeg, in the format of `PATH`; empty finds none
  public record Programs(@Nullable Path systemLibvips, String ffmpegPath) {}

  static RenderConfig of(SettingValues values) {
    return new RenderConfig(
        values.parse(Setting.RENDER_WORKERS, SettingParsers.number(1, MAX_WORKERS)),
        values.parse(Setting.RENDER_TIMEOUT, TextParsers::duration),
        values.parse(Setting.RENDER_WAIT, TextParsers::duration),
        values.parse(Setting.RENDER_MEMORY, SettingParsers::size),
        values.parse(Setting.CONFINEMENT, SettingParsers.word(ConfinementPolicy.Mode.class)),
        new Programs(
            values.parse(Setting.SYSTEM_LIBVIPS, SettingParsers::libvips).orElse(null),
            values.parse(Setting.FFMPEG, SettingParsers::ffmpeg)));
  }
}
