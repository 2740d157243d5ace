package io.calotype.imaging.worker;

import io.calotype.imaging.Output;
import io.calotype.imaging.RenditionCheck;
import io.calotype.imaging.Sink;
import io.calotype.media.Dimensions;
import io.calotype.media.RenditionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hands the renditions of one try to a sink, each checked first.
///
/// A sink that throws is not asked again; the rest of the job is read and thrown away, so that the
/// renderer stays of use.
final class VerifyingSink {
  private final Sink sink;
  private @Nullable Exception failure;

  VerifyingSink(Sink sink) {
    this.sink = sink;
  }

  /// Takes what was printed for `output` from the pipe.
  ///
  /// Errors: [ProtocolException] where it is not what was ordered, `IOException` where the pipe
  /// breaks.
  ///
  /// @param frames how many the source has
  void accept(Output output, RendererReply.Printed printed, int frames, InputStream pipe)
      throws IOException {
    if (!ordered(output, printed.spec())) {
      throw new ProtocolException("not ordered: " + printed);
    }
    int pictures = printed.spec().moving() ? frames : 1;
    if (printed.length() > RenditionCheck.longest(printed.spec().size(), pictures)) {
      throw new ProtocolException("too long: " + printed);
    }
    RenditionStream bytes = new RenditionStream(pipe, printed.length());
    check(printed.spec(), bytes.prefix(RenditionCheck.prefix(printed.spec())));
    hand(printed, bytes);
    bytes.skipRest();
  }

  /// Hands over what is written in the source.
  void told(Map<String, String> fields) {
    sink.told(fields);
  }

  /// Throws what the sink has thrown, if it has.
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
    RenditionSpec wanted = output.spec();
    return made.equals(wanted) || (output.pngWhereTransparent() && made.equals(wanted.asPng()));
  }

  private static void check(RenditionSpec spec, byte[] prefix) throws IOException {
    Optional<Dimensions> size = RenditionCheck.size(spec.format(), prefix);
    if (!size.equals(Optional.of(spec.size()))) {
      throw new ProtocolException("not " + spec + " but " + size);
    }
  }
}
