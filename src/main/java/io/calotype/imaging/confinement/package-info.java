/// What the kernel forbids a decoder: Landlock for files, seccomp for system calls, limits.
///
/// Start reading at [io.calotype.imaging.confinement.Confinement]. A renderer reads the Java
/// runtime, the system's libraries and fonts, and its bench; it writes no file, opens no socket,
/// starts no program and signals nobody, whatever a picture makes of it (ADR-0007). A foreign
/// program can do no more, but start itself once more.
///
/// Threads: a thread that confines itself stays so, and so does every thread that it starts. So it
/// is a platform thread of its own that does nothing but start the process, and ends: it never
/// touches what could wake a virtual thread, since that may start a thread that carries them.
///
/// Depends on `telemetry`. It does not know what a decoder does. One of two packages that see
/// native memory.
@NullMarked
package io.calotype.imaging.confinement;

import org.jspecify.annotations.NullMarked;
