/// Colour as files state it: ICC profiles, CICP code points, and what headers of single formats
/// add.
///
/// Start reading at [io.calotype.imaging.color.StatedColor]. A
/// [io.calotype.imaging.color.ColorEncoding] turns samples into linear light, and light into sRGB.
///
/// Threads: everything is a function of its arguments. A file is read as it is in memory; bytes
/// that contradict the format state nothing, and throw nothing.
///
/// Depends on `media` and `imaging.bitmap`. It does not decode pixels.
@NullMarked
package io.calotype.imaging.color;

import org.jspecify.annotations.NullMarked;
