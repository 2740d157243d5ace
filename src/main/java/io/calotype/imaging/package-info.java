/// Image rendering: the interface to the renderers, and the arithmetic behind it.
///
/// Start reading at [io.calotype.imaging.ImageEngine]. A rendition is a function of its source, its
/// spec and [io.calotype.imaging.ImageEngine#VERSION] only: rendering it again gives the same
/// bytes.
///
/// Threads: `render` blocks until a renderer has finished the job; everything else is pure.
///
/// Depends on `media` and `failure`. It does not know about caches, records or requests.
@NullMarked
package io.calotype.imaging;

import org.jspecify.annotations.NullMarked;
