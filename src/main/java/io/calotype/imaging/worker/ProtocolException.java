package io.calotype.imaging.worker;

import java.io.IOException;

/// The other side has said what the protocol does not allow.
final class ProtocolException extends IOException {
  ProtocolException(String message) {
    super(message);
  }
}
