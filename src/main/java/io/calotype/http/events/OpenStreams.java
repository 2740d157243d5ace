package io.calotype.http.events;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The open responses of the server. Threads: any.
final class OpenStreams {
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /// Registers `stream`. Returns false if the server stops, so that the stream must end.
  boolean add(EventStream stream) {
    open.add(stream);
    return !stopped; // a stop before this line has not seen the stream
  }

  void remove(EventStream stream) {
    open.remove(stream);
  }

  /// Ends all responses, and those that begin later.
  void stop() {
    stopped = true;
    open.forEach(EventStream::stop);
  }
}
