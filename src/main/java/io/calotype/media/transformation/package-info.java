/// The options of a request for a rendition, and the exact specification that they resolve to for a
/// picture.
///
/// Start reading at [io.calotype.media.transformation.Transformation]. Every value is immutable.
/// Equal renditions have equal specifications, whatever the request.
///
/// Depends on `media` and its geometry. Knows nothing about URLs, storage or rendering.
@NullMarked
package io.calotype.media.transformation;

import org.jspecify.annotations.NullMarked;
