package io.calotype.cluster.local;

import io.calotype.cluster.Leases;
import io.calotype.cluster.LeasesContract;

class LocalLeasesTest extends LeasesContract {
  @Override
  protected Leases open() {
    return new LocalLeases();
  }
}
