/// The values that everything else speaks of: an id, a media with its original and its picture, a
/// rendition's exact description.
///
/// Start reading at [io.calotype.media.Media]. Every value is immutable and valid once it exists.
///
/// Depends on nothing. It does not know how anything is stored, rendered or served.
@NullMarked
package io.calotype.media;

import org.jspecify.annotations.NullMarked;
