/// Events of media as server-sent events (HTML standard, section 9.2): `GET /api/events`.
///
/// Start reading at [io.calotype.http.events.EventHandler]. A response reads from its place in the
/// feed while the connection takes bytes. A slow client therefore costs no memory. Each event is
/// filtered by the rights of the caller before it is written: no text of a hidden event, and no
/// position of one, reaches the client.
///
/// Threads: a response runs on the event loop of its connection.
///
/// Depends on `events` and `access`. Does not know how events are stored.
@NullMarked
package io.calotype.http.events;

import org.jspecify.annotations.NullMarked;
