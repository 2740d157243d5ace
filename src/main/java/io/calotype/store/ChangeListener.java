package io.calotype.store;

import io.calotype.media.MediaId;
import io.calotype.media.Membership;
import java.util.List;

/// Receives each change and removal of media that this node makes.
public interface ChangeListener {
  /// Prepares the effects of a change that is about to be made, so that no crash after the change
  /// loses them. May block.
  ///
  /// Errors: those of a store; the change is not made then.
  ///
  /// @param media the media that may change or be removed, with their groups before the change
  default Effects changing(List<Membership> media) {
    return Effects.NONE;
  }

  /// Handles a media whose stored bytes are gone, or whole again. Must not block and not fail. Does
  /// nothing by default.
  default void bytesReplaced(MediaId id) {}

  /// The prepared effects of a change. Its methods must not fail.
  interface Effects {
    /// No effect.
    Effects NONE =
        new Effects() {
          @Override
          public void begin() {}

          @Override
          public void drop() {}
        };

    /// Starts them: the change is made, or may have been.
    void begin();

    /// Forgets them: the change was not made.
    void drop();
  }
}
