package io.calotype.app.config;

import io.calotype.http.dialect.SizeSteps;
import io.calotype.http.exchange.Fallback;
import io.calotype.media.transformation.Preset;
import io.calotype.media.transformation.Preset.VideoPart;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The settings of renditions that clients request.
///
/// @param presets all presets, the built-in ones first
/// @param pregeneratedNames the names of the presets that are rendered during an upload
/// @param steps the sizes that are delivered without a signature
/// @param redirection which answers are redirects
/// @param fallback the picture for errors on delivery routes; null sends problem documents
public record DeliveryConfig(
    List<Preset> presets,
    List<String> pregeneratedNames,
    SizeSteps steps,
    Redirection redirection,
    @Nullable Fallback fallback) {
  public DeliveryConfig {
    presets = List.copyOf(presets);
    pregeneratedNames = List.copyOf(pregeneratedNames);
  }

  /// Which answers are redirects.
  ///
  /// @param on whether originals and large renditions are redirected
  /// @param fromBytes the length from which on a rendition is large
  public record Redirection(boolean on, long fromBytes) {}

  private enum Mode {
    PROXY,
    REDIRECT
  }

  static DeliveryConfig of(SettingValues values) {
    List<Preset> added = values.parse(Setting.PRESETS, PresetParser::presets);
    return new DeliveryConfig(
        Stream.concat(Preset.BUILT_IN.stream(), added.stream()).toList(),
        values.parse(Setting.PREGENERATE, PresetParser::names),
        values.parse(Setting.SIZES, SettingParsers::steps),
        new Redirection(
            values.parse(Setting.DELIVERY, SettingParsers.word(Mode.class)) == Mode.REDIRECT,
            values.parse(Setting.REDIRECT_FROM, SettingParsers::size)),
        values.parse(Setting.FALLBACK, FallbackFile::read).orElse(null));
  }

  /// The presets that are rendered during an upload. Presets that show a clip of a video are
  /// rendered on the first request instead.
  public List<Preset> pregenerated() {
    return presets.stream()
        .filter(preset ->
            pregeneratedNames.contains(preset.name()) && preset.videoPart() == VideoPart.POSTER)
        .toList();
  }
}
