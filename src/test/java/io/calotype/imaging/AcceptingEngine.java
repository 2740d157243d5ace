package io.calotype.imaging;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Facts;
import io.calotype.media.Picture;
import io.calotype.media.geometry.Dimensions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes every source for an opaque picture of one size, and makes the same bytes of each output.
public final class AcceptingEngine implements ImageEngine {
  private final List<Priority> priorities = new ArrayList<>();
  private final Dimensions size;
  private final byte[] bytes;
  private @Nullable Failure refusal;

  public AcceptingEngine(Dimensions size, byte[] bytes) {
    this.size = size;
    this.bytes = bytes.clone();
  }

  /// Fails every render with `failure` from now on; null accepts all again.
  public void refuse(@Nullable Failure failure) {
    refusal = failure;
  }

  /// The priorities of all renders so far.
  public List<Priority> priorities() {
    return priorities;
  }

  @Override
  public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
    priorities.add(urgency.priority());
    if (refusal != null) {
      throw new MediaException(refusal);
    }
    try {
      for (Output output : plan.outputs(SourceHeader.of(size, false))) {
        sink.accept(output.spec(), bytes.length, new ByteArrayInputStream(bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Picture(size, true, Facts.PLAIN, null);
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void close() {}
}
