/// Small bindings to libvips, and the picture work that is done with them.
///
/// Start reading at [io.calotype.imaging.vips.OpenSource]. Every native object belongs to a
/// [io.calotype.imaging.vips.NativeScope] and dies with it, so a job leaks nothing whichever way it
/// ends.
///
/// Threads: one. libvips' error buffer and its list of blocked loaders are global to the process,
/// which is why this package runs in a renderer process and nowhere else.
///
/// Beside `imaging.confinement` the only package that sees `java.lang.foreign`. It makes no
/// upcalls: an exception that escaped one would end the JVM. It does not know how jobs arrive or
/// where pictures go.
@NullMarked
package io.calotype.imaging.vips;

import org.jspecify.annotations.NullMarked;
