package io.calotype.imaging.worker;

import java.io.IOException;

/// The peer violated the renderer protocol.
final class ProtocolException extends IOException {
  ProtocolException(String message) {
    super(message);
  }
}
