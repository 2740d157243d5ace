/// PNG: its chunks, and the frames of an animated one.
@NullMarked
package io.calotype.imaging.bitmap.png;

import org.jspecify.annotations.NullMarked;
