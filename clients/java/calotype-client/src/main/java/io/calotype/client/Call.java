package io.calotype.client;

import java.net.http.HttpRequest;
import java.time.Duration;

/// A request, and how it is sent.
///
/// @param limit the time until the answer; for a streamed one, until its head
/// @param tries how often it is sent at most
/// @param streamed whether the body of a successful answer is read while it arrives
record Call(HttpRequest request, Duration limit, int tries, boolean streamed) {
  /// The same, sent once.
  Call once() {
    return new Call(request, limit, 1, streamed);
  }

  /// The same with more time, for a body of this length: a second for each 32 KiB, the slowest rate
  /// that the server accepts.
  Call withBody(long bytes) {
    return new Call(request, limit.plusSeconds(bytes >> 15), tries, streamed);
  }

  /// The same, with a body that is read while it arrives.
  Call asStream() {
    return new Call(request, limit, tries, true);
  }
}
