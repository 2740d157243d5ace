package io.calotype.cluster.local;

import io.calotype.cluster.Invalidations;
import io.calotype.cluster.InvalidationsContract;

class LocalInvalidationsTest extends InvalidationsContract {
  @Override
  protected Invalidations open() {
    return new LocalInvalidations();
  }
}
