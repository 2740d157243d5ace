package io.calotype.imaging;

import java.util.List;

/// Decides on the outputs of a source once its header is known.
@FunctionalInterface
public interface Plan {
  /// Returns the outputs to make, in order. An empty list still verifies that the source decodes.
  /// An exception ends the job before a pixel is decoded.
  List<Output> outputs(SourceHeader header);

  /// The cost class of this work, used to estimate the wait of other renders.
  default CostClass cost(Source source) {
    return CostClass.ofUpload(source.type(), source.bytes());
  }

  /// Whether to compute a placeholder of the picture too.
  default boolean placeholder() {
    return false;
  }

  /// Whether only the metadata of the source is requested.
  default boolean inquiry() {
    return false;
  }
}
