/// The uploaded bytes and the masters, as immutable blobs, and the renditions that nodes share.
///
/// Start reading at [io.calotype.originals.BlobStore]. A blob is written once, under a name that no
/// other blob ever has, and survives a power loss from then on (ADR-0030). A
/// [io.calotype.originals.RenditionStore] is a cache: what it loses is rendered again (ADR-0038).
///
/// Threads: any thread may call any method. Methods may block on disk I/O.
///
/// Depends on `media` and `failure`. Knows nothing about the content of a picture or access rights.
@NullMarked
package io.calotype.originals;

import org.jspecify.annotations.NullMarked;
