/// Minimal bindings to libvips, and the image processing that uses them.
///
/// Start reading at [io.calotype.imaging.vips.OpenSource]. Every native object belongs to a
/// [io.calotype.imaging.vips.NativeScope] and is released with it, so a job leaks nothing on
/// success or failure.
///
/// Threads: one. libvips' error buffer and its list of blocked loaders are global to the process.
/// This package therefore runs in a renderer process only.
///
/// Only this package and `sandbox` use `java.lang.foreign`. It makes no upcalls: an exception that
/// escaped one would end the JVM. It does not know how jobs arrive or where renditions go.
@NullMarked
package io.calotype.imaging.vips;

import org.jspecify.annotations.NullMarked;
