/// Pictures that libvips does not read, decoded in Java: bitmaps, icons, the merged pictures of
/// Photoshop documents, and the frames of animated PNGs.
///
/// Start reading at [io.calotype.imaging.bitmap.bmp.Bmp]. Time and heap for reading any file do not
/// depend on the sizes that it declares. The only exception that a file can cause is
/// [io.calotype.imaging.bitmap.BitmapException]. Every read of a file goes through
/// [io.calotype.imaging.bitmap.CheckedBytes], every pixel into a buffer of the caller.
///
/// Threads: everything is a function of its arguments, and belongs to the thread that calls it.
///
/// Depends on nothing. It does not know about size limits, colour profiles, or the use of the
/// pixels.
@NullMarked
package io.calotype.imaging.bitmap;

import org.jspecify.annotations.NullMarked;
