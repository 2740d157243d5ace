/// Who may do what, decided before anything else is looked at.
///
/// Start reading at [io.calotype.access.Gate]; who asks is told by
/// [io.calotype.access.Authenticator]. No answer that depends on a media leaves the server, out of
/// a cache or not, unless the gate has been asked about that media and that caller first.
///
/// Threads: decisions look into memory only. Telling who shows a token may fetch keys, and block.
///
/// Depends on `media`, `failure` and `telemetry`. It does not know how a caller proves who it is
/// over HTTP.
@NullMarked
package io.calotype.access;

import org.jspecify.annotations.NullMarked;
