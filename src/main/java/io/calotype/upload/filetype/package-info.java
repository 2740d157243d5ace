/// The type of a file by its bytes, never by its name or its declared type.
///
/// Start reading at [io.calotype.upload.filetype.Sniffer]. The first bytes decide; a movie, a
/// drawing or a TIFF may need a bounded read of the whole file. Bytes that are no known type have
/// none: no content of a file causes an error.
///
/// Threads: any. A look at a staged file blocks on the disk.
///
/// Depends on `media`, `imaging.svg` and the staged files of `originals`. Decodes no pixel.
@NullMarked
package io.calotype.upload.filetype;

import org.jspecify.annotations.NullMarked;
