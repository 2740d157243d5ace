/// Authenticates callers and authorizes actions before any other work.
///
/// Start reading at [io.calotype.access.Gate]; [io.calotype.access.Authenticator] identifies
/// callers. The server consults the gate for the caller and the media before it sends any answer
/// that depends on the media. This also holds for cached answers.
///
/// Threads: decisions read memory only. Identifying the holder of a token may fetch keys, and
/// block.
///
/// Depends on `media`, `tickets`, `failure` and `telemetry`. Does not know how HTTP carries
/// credentials.
@NullMarked
package io.calotype.access;

import org.jspecify.annotations.NullMarked;
