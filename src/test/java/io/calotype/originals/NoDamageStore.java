package io.calotype.originals;

import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.telemetry.Telemetry;
import java.util.Map;

/// Stores nothing.
public final class NoDamageStore implements DamageStore {
  /// An empty list of damaged originals that is not stored.
  public static DamagedOriginals damages(Telemetry telemetry) {
    return new DamagedOriginals(new NoDamageStore(), telemetry);
  }

  @Override
  public Map<MediaId, Sha256> read() {
    return Map.of();
  }

  @Override
  public void add(MediaId id, Sha256 digest) {}

  @Override
  public void remove(MediaId id) {}
}
