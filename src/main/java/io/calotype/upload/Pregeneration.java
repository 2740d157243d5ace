package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.SourceHeader;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.media.transformation.Transformation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Plans the renditions made before an upload is answered. Each preset is made as WebP and as the
/// type that a client without `Accept` gets. A small whole picture is also made as WebP (ADR-0058).
///
/// Errors: `TooManyPixels` before a pixel is decoded.
///
/// @param type the type of the source
record Pregeneration(UploadPolicy intake, MediaType type) implements Plan {
  private static final long MAX_WHOLE_PIXELS = 4_000_000;

  @Override
  public List<Output> outputs(SourceHeader header) {
    boolean decoded = !type.vector(); // a drawing has no pixels yet; Transformation limits them
    if (decoded && header.size().pixels() > intake.maxPixels()) {
      throw new MediaException(new Failure.TooManyPixels(header.size(), intake.maxPixels()));
    }
    return intake.presets().isEmpty() ? List.of() : outputs(expected(header)).distinct().toList();
  }

  @Override
  public boolean placeholder() {
    return true;
  }

  /// Predicts the decoded picture from its header, except for facts that need its pixels.
  private static Picture expected(SourceHeader header) {
    return new Picture(header.size(), true, header.facts(), null);
  }

  private Stream<Output> outputs(Picture picture) {
    List<Output> outputs = new ArrayList<>();
    RenditionSpec whole = Transformation.WHOLE.of(type, picture, Format.WEBP);
    long frames = whole.animated() ? picture.facts().frames() : 1;
    if (frames * whole.size().pixels() <= MAX_WHOLE_PIXELS) {
      outputs.add(Output.of(whole));
    }
    intake.presets().forEach(preset -> add(outputs, preset, picture));
    return outputs.stream();
  }

  private void add(List<Output> outputs, Preset preset, Picture picture) {
    Format own = preset.format();
    outputs.add(Output.of(preset.of(type, picture, own == null ? Format.WEBP : own)));
    if (own == null) {
      outputs.add(Output.jpegOrPng(preset.of(type, picture, Format.JPEG)));
    }
  }
}
