/// Sizes, points and crops of a picture.
///
/// Start reading at [io.calotype.media.geometry.Anchor]. Every value is immutable.
///
/// Depends on nothing. Knows nothing about formats.
@NullMarked
package io.calotype.media.geometry;

import org.jspecify.annotations.NullMarked;
