/// Pictures that libvips does not read, in Java: bitmaps, icons, the merged pictures of Photoshop
/// documents, and the frames of animated PNGs.
///
/// Start reading at [io.calotype.imaging.bitmap.Bmp]. Whatever the bytes are, they are read in time
/// and heap that do not depend on what they claim: [io.calotype.imaging.bitmap.BitmapException] is
/// all that a file can cause. Every read of a file goes through
/// [io.calotype.imaging.bitmap.CheckedBytes], every pixel into a buffer of the caller's.
///
/// Threads: everything is a function of its arguments, and belongs to the thread that calls it.
///
/// Depends on nothing. It does not know about sizes that are too large to be wanted, colour
/// profiles, or what becomes of the pixels.
@NullMarked
package io.calotype.imaging.bitmap;

import org.jspecify.annotations.NullMarked;
