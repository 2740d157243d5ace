package io.calotype.client;

/// Receives the progress of an upload, on a thread of the HTTP client.
@FunctionalInterface
public interface UploadProgress {
  /// Called after each piece. `sent` falls when the client repeats a part.
  ///
  /// @param sent bytes of the file that were handed to the connection
  /// @param total length of the file in bytes
  void sent(long sent, long total);
}
