package io.calotype.originals;

import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import java.util.Map;

/// Keeps the damaged originals over a restart.
public interface DamageStore {
  /// Keeps nothing.
  DamageStore NONE =
      new DamageStore() {
        @Override
        public Map<MediaId, Sha256> read() {
          return Map.of();
        }

        @Override
        public void add(MediaId id, Sha256 digest) {}

        @Override
        public void remove(MediaId id) {}
      };

  /// The digests of all by their ids.
  Map<MediaId, Sha256> read();

  /// Adds the original of `id` with that digest.
  void add(MediaId id, Sha256 digest);

  /// Removes the original of `id`.
  void remove(MediaId id);
}
