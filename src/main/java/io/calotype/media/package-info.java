/// The values shared by all packages: an id, a media with its original and its picture, a
/// rendition's exact specification.
///
/// Start reading at [io.calotype.media.Media]. Every value is immutable.
///
/// Depends on nothing. Knows nothing about storage, rendering or delivery.
@NullMarked
package io.calotype.media;

import org.jspecify.annotations.NullMarked;
