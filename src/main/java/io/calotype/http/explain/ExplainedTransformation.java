package io.calotype.http.explain;

import io.calotype.http.dialect.RenditionRequest;
import io.calotype.media.Media;
import io.calotype.media.geometry.Bounds;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.transformation.Box;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Encoding;
import io.calotype.media.transformation.Fit;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.Preset;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.media.transformation.Transformation;
import io.calotype.store.PresetNames;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The meaning of a URL's options for one picture.
///
/// @param spec the rendition that the options select
record ExplainedTransformation(
    ExplainedUrl explainedUrl, RenditionRequest requested, Media media, RenditionSpec spec) {
  /// The members of the explanation.
  ///
  /// @param alike the first preset with the same meaning, from [PresetNames]
  Map<String, Object> means(String alike) {
    Map<String, Object> means = new LinkedHashMap<>();
    means.put("spec", spec.canonical());
    String preset = preset();
    if (preset != null) {
      means.put("preset", preset);
    }
    if (!alike.equals(preset) && !alike.equals(PresetNames.OTHER)) {
      means.put("sameAs", alike);
    }
    means.put("width", spec.size().width());
    means.put("height", spec.size().height());
    means.put("picture", media.rendered().size().toString());
    if (spec.encoding() instanceof Encoding.Lossy lossy) {
      means.put("quality", lossy.quality().value());
    }
    means.put("framing", framing());
    means.put("moving", spec.animated());
    means.put("profile", spec.profile() == ColorProfile.SOURCE ? "its own" : "sRGB");
    means.put("defaults", defaults());
    String clamped = clamped();
    if (clamped != null) {
      means.put("clamped", clamped);
    }
    return means;
  }

  /// The name of the preset; null if the options of the URL define the rendition.
  private @Nullable String preset() {
    Preset preset = requested.preset();
    if (!preset.name().isEmpty()) {
      return preset.name();
    }
    return preset.transformation().equals(Transformation.WHOLE) ? PresetNames.WHOLE : null;
  }

  private String framing() {
    return switch (spec.framing()) {
      case Framing.Scaled() -> "scaled";
      case Framing.Cropped(var gravity) -> "cropped, " + gravity.text();
      case Framing.Cut(int left, int top) -> "cut at " + left + "," + top;
      case Framing.Padded(var background) -> "padded with " + background;
    };
  }

  /// The values that the URL omits, from the preset or the defaults.
  private Map<String, Object> defaults() {
    Transformation transformation = requested.preset().transformation();
    Map<String, Object> defaults = new LinkedHashMap<>();
    if (requested.thumbnail()) {
      defaults.put("size", requested.preset().name());
    }
    box(transformation.box(), defaults);
    if (spec.encoding() instanceof Encoding.Lossy lossy) {
      defaults.put("q", lossy.quality().value());
    }
    defaults.put("dpr", transformation.density().ratio());
    defaults.put("background", transformation.background().toString());
    defaults.put("frame", transformation.frames() == Frames.FIRST ? "first" : "all");
    defaults.put("profile", transformation.profile() == ColorProfile.SOURCE ? "keep" : "sRGB");
    defaults.keySet().removeIf(explainedUrl.options()::contains);
    return defaults;
  }

  private static void box(@Nullable Box box, Map<String, Object> defaults) {
    if (box == null) {
      defaults.put("w", "the picture's");
      defaults.put("h", "the picture's");
      return;
    }
    defaults.put("w", "as the proportions are");
    defaults.put("h", "as the proportions are");
    switch (box.bounds()) {
      case Bounds.Width(int pixels) -> defaults.put("w", pixels);
      case Bounds.Height(int pixels) -> defaults.put("h", pixels);
      case Bounds.Both(Dimensions size) -> {
        defaults.put("w", size.width());
        defaults.put("h", size.height());
      }
    }
    defaults.put("fit", box.fit().text());
    if (box.fit() == Fit.COVER) {
      defaults.put("gravity", box.anchor().text());
    }
  }

  /// The reason for a smaller size than requested; null if the size is as requested.
  private @Nullable String clamped() {
    Dimensions size = spec.size();
    Transformation transformation = requested.preset().transformation();
    if (transformation.box() == null) {
      return size.longSide() < media.rendered().size().longSide()
          ? "the format carries " + spec.format().maxSide() + " pixels a side"
          : null;
    }
    Bounds bounds = transformation.box().times(transformation.density().ratio()).bounds();
    return bounds.containsWithRoom(size)
        ? "the box " + bounds + " is larger than the picture, and nothing is enlarged"
        : null;
  }
}
