/// Decoders of Windows bitmaps and icons.
@NullMarked
package io.calotype.imaging.bitmap.bmp;

import org.jspecify.annotations.NullMarked;
