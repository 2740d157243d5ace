package io.calotype.app;

import io.calotype.cdn.CdnPurges;
import io.calotype.media.Membership;
import io.calotype.store.ChangeListener;
import java.util.List;

/// Purges the caches in front of the server after each change.
record CdnUpdates(CdnPurges purges) implements ChangeListener {
  @Override
  public Effects changing(List<Membership> media) {
    CdnPurges.Recorded recorded = purges.record(media);
    return new Effects() {
      @Override
      public void begin() {
        recorded.send();
      }

      @Override
      public void drop() {
        recorded.drop();
      }
    };
  }
}
