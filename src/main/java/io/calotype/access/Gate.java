package io.calotype.access;

import io.calotype.media.Media;

/// Decides who may do what.
///
/// The only callers in this release are local, since the server refuses to bind to anything but
/// loopback, and they may do everything.
public final class Gate {
  /// Whether `caller` may do `action` where no single media is meant.
  public Decision decide(Caller caller, Action action) {
    return switch (caller) {
      case Caller.Local() -> Decision.ALLOWED;
    };
  }

  /// Whether `caller` may do `action` to `media`.
  public Decision decide(Caller caller, Action action, Media media) {
    return decide(caller, action);
  }
}
