/// Blobs as plain files on local disks.
///
/// Start reading at [io.calotype.originals.files.FileBlobStore]. A file under its final name is
/// complete and on stable storage.
@NullMarked
package io.calotype.originals.files;

import org.jspecify.annotations.NullMarked;
