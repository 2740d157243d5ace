/// Connections: their number, slow clients, the address of a client, and the orderly close.
///
/// Start reading at [io.calotype.http.connection.LoopConnections]. No client holds a connection
/// without progress. The limits for slow clients: stalled, `MinimumThroughput`; slow on average,
/// `MeanThroughput`; headers and unread bodies, `MonitoredConnection`.
///
/// Threads: the event loop of the connection. Depends on no other room of `http`.
@NullMarked
package io.calotype.http.connection;

import org.jspecify.annotations.NullMarked;
