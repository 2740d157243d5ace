/// What keeps the house clean: removing media completely, and what has expired by itself; and what
/// counts how much there is.
///
/// Start reading at [io.calotype.upkeep.Removal]. A record goes first, so that from then on nobody
/// can see the media, whatever happens to the rest.
///
/// Threads: every method blocks on the disk.
///
/// Depends on `catalog`, `originals` and `rendition`. It does not know who has asked.
@NullMarked
package io.calotype.upkeep;

import org.jspecify.annotations.NullMarked;
