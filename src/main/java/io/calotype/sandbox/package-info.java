/// Kernel confinement of decoders: Landlock for files, seccomp for system calls, resource limits.
///
/// Start reading at [io.calotype.sandbox.Confinement]. A renderer can read the Java runtime, the
/// system's libraries and fonts, and its work directory. Even if a picture takes control of it, it
/// writes no file, opens no socket, starts no program and signals no other process (ADR-0007). A
/// foreign program has the same limits, except that it can start itself again.
///
/// Threads: a thread that confines itself stays confined, and so does every thread that it starts.
/// It is therefore a separate platform thread that only starts the process and ends. It must not
/// unpark a virtual thread, since that may start a carrier thread.
///
/// Depends on `telemetry`. It does not know the work of a decoder. One of two packages that access
/// native memory.
@NullMarked
package io.calotype.sandbox;

import org.jspecify.annotations.NullMarked;
