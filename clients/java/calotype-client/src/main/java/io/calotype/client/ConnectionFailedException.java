package io.calotype.client;

/// The server cannot be reached, the connection was lost, or no answer arrived in time. The request
/// may have had its effect.
public final class ConnectionFailedException extends CalotypeException {
  ConnectionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
