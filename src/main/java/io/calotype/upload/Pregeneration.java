package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Header;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.media.Dimensions;
import io.calotype.media.Format;
import io.calotype.media.RenditionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Plans what an upload is answered with: each preset as WebP and as the type that a client without
/// `Accept` gets, and the whole picture as WebP where it is small.
///
/// Errors: `TooManyPixels` before a pixel is decoded.
record Pregeneration(Intake intake) implements Plan {
  private static final long MAX_WHOLE_PIXELS = 4_000_000;

  @Override
  public List<Output> outputs(Header header) {
    if (header.size().pixels() > intake.maxPixels()) {
      throw new MediaException(new Failure.TooManyPixels(header.size(), intake.maxPixels()));
    }
    return intake.presets().isEmpty() ? List.of() : outputs(header.size()).distinct().toList();
  }

  private Stream<Output> outputs(Dimensions size) {
    List<Output> outputs = new ArrayList<>();
    if (size.pixels() <= MAX_WHOLE_PIXELS) {
      outputs.add(Output.of(RenditionSpec.whole(size, Format.WEBP)));
    }
    intake
        .presets()
        .forEach(preset -> {
          outputs.add(Output.of(preset.of(size, Format.WEBP)));
          outputs.add(Output.jpegOrPng(preset.of(size, Format.JPEG)));
        });
    return outputs.stream();
  }
}
