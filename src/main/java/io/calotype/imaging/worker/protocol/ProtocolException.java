package io.calotype.imaging.worker.protocol;

import java.io.IOException;

/// The peer violated the renderer protocol.
public final class ProtocolException extends IOException {
  /// @param message the violation, for the log
  public ProtocolException(String message) {
    super(message);
  }
}
