package io.calotype.originals;

import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import java.util.Map;

/// Stores the list of damaged originals across restarts.
public interface DamageStore {
  /// Returns the digests of all damaged originals by id.
  Map<MediaId, Sha256> read();

  /// Adds the original of `id` with the digest `digest`.
  void add(MediaId id, Sha256 digest);

  /// Removes the original of `id`.
  void remove(MediaId id);
}
