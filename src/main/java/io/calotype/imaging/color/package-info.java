/// Colour as files state it: ICC profiles, CICP code points, and the headers of single formats.
///
/// Start reading at [io.calotype.imaging.color.StatedColor]. A
/// [io.calotype.imaging.color.ColorEncoding] converts samples to linear light, and light to sRGB.
///
/// Threads: everything is a function of its arguments. Files are read from memory. Bytes that
/// contradict the format are ignored, without an exception.
///
/// Depends on `media` and `imaging.bitmap`. It does not decode pixels.
@NullMarked
package io.calotype.imaging.color;

import org.jspecify.annotations.NullMarked;
