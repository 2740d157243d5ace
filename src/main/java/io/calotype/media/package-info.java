/// The values shared by all packages: an id, a media with its original and its picture, and the
/// labels that its owner gives it.
///
/// Start reading at [io.calotype.media.Media]. Every value is immutable.
///
/// Depends on `media.geometry` alone. Knows nothing about storage, rendering or delivery.
@NullMarked
package io.calotype.media;

import org.jspecify.annotations.NullMarked;
