/// Turning a source into pictures: what to ask of a renderer, and the arithmetic behind it.
///
/// Start reading at [io.calotype.imaging.ImageEngine]. A rendition is a function of its source, its
/// spec and [io.calotype.imaging.ImageEngine#VERSION], and of nothing else: made again, it is
/// byte-identical.
///
/// Threads: `render` blocks until a renderer has done the job; everything else is pure.
///
/// Depends on `media` and `failure`. It does not know about caches, records or requests.
@NullMarked
package io.calotype.imaging;

import org.jspecify.annotations.NullMarked;
