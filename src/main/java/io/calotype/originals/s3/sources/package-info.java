/// Local copies of blobs, for programs that read files.
///
/// Start reading at [io.calotype.originals.s3.sources.SourceCache]. A copy gets its name after its
/// bytes are verified and on stable storage, and no name is used twice. All copies that are not in
/// use stay within the limit.
///
/// Threads: any. Methods block on the disk, and on the fetch of a copy that is absent.
///
/// Depends on `disk` and the values of `originals`. Knows nothing of S3: the caller fetches.
@NullMarked
package io.calotype.originals.s3.sources;

import org.jspecify.annotations.NullMarked;
