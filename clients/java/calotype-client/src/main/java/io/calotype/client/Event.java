package io.calotype.client;

import java.time.Instant;

/// An event of a media.
///
/// @param id the position, with which [Calotype#events(String)] resumes; empty for the first
///   `reset`
/// @param type `uploaded`, `changed`, `deleted`, `failed`, or `reset` if events may have been
///   missed: read the list then
/// @param media the id of the media; null for `reset`
/// @param kind null for `reset`, and for a record that the server cannot read
/// @param at null for `reset`
public record Event(String id, String type, String media, Kind kind, Instant at) {
  /// The first event of a client that resumes nowhere.
  static final Event RESET = new Event("", "reset", null, null, null);
}
