package io.calotype.imaging;

import java.util.List;

/// Decides what to make of a source once its header is known.
@FunctionalInterface
public interface Plan {
  /// The outputs to make, in order; none is allowed, and still proves that the source decodes. What
  /// it throws ends the job before a pixel is decoded.
  List<Output> outputs(SourceHeader header);

  /// What it will cost about, for the estimate of how long others wait.
  default CostClass cost(Source source) {
    return CostClass.ofUpload(source.type(), source.bytes());
  }

  /// Whether what stands in for the picture is wanted too.
  default boolean placeholder() {
    return false;
  }

  /// Whether all that is wanted is what is written in the source.
  default boolean inquiry() {
    return false;
  }
}
