/// The decoder of Photoshop documents.
@NullMarked
package io.calotype.imaging.bitmap.psd;

import org.jspecify.annotations.NullMarked;
