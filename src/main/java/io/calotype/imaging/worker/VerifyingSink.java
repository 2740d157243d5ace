package io.calotype.imaging.worker;

import io.calotype.imaging.Output;
import io.calotype.imaging.RenditionCheck;
import io.calotype.imaging.Sink;
import io.calotype.imaging.worker.protocol.ProtocolException;
import io.calotype.imaging.worker.protocol.RendererReply;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.RenditionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks the renditions of one attempt and passes them to a sink.
///
/// After the sink throws, it receives nothing more. The remaining renditions are read and
/// discarded, so that the renderer stays usable.
final class VerifyingSink {
  private final Sink sink;
  private @Nullable Exception failure;

  VerifyingSink(Sink sink) {
    this.sink = sink;
  }

  /// Reads the rendition for `output` from the pipe.
  ///
  /// Errors: [ProtocolException] if it is not the requested rendition, `IOException` if the pipe
  /// breaks.
  ///
  /// @param frames the number of frames of the source
  void accept(Output output, RendererReply.Printed printed, int frames, InputStream pipe)
      throws IOException {
    if (!ordered(output, printed.spec())) {
      throw new ProtocolException("not ordered: " + printed);
    }
    int pictures = printed.spec().animated() ? frames : 1;
    if (printed.length() > RenditionCheck.longest(printed.spec().size(), pictures)) {
      throw new ProtocolException("too long: " + printed);
    }
    RenditionStream bytes = new RenditionStream(pipe, printed.length());
    check(printed.spec(), bytes.prefix(RenditionCheck.prefix(printed.spec())));
    hand(printed, bytes);
    bytes.skipRest();
  }

  /// Passes on the metadata fields of the source.
  void told(Map<String, String> fields) {
    sink.told(fields);
  }

  /// Rethrows the exception of the sink, if any.
  void complete() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case IOException e -> throw new UncheckedIOException(e);
      default -> throw new IllegalStateException(failure);
    }
  }

  private void hand(RendererReply.Printed printed, RenditionStream bytes) throws IOException {
    if (failure != null) {
      return;
    }
    try {
      sink.accept(printed.spec(), printed.length(), bytes);
    } catch (IOException | RuntimeException e) {
      bytes.throwIfBroken();
      failure = e;
    }
  }

  private static boolean ordered(Output output, RenditionSpec made) {
    RenditionSpec requested = output.spec();
    return made.equals(requested)
        || (output.pngWhereTransparent() && made.equals(requested.asPng()));
  }

  private static void check(RenditionSpec spec, byte[] prefix) throws IOException {
    Optional<Dimensions> size = RenditionCheck.size(spec.format(), prefix);
    if (!size.equals(Optional.of(spec.size()))) {
      throw new ProtocolException("not " + spec + " but " + size);
    }
  }
}
