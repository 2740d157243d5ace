/// Originals as plain files on a local disk.
///
/// Start reading at [io.calotype.originals.files.FileOriginals]. A file under its final name is
/// complete and on stable storage.
@NullMarked
package io.calotype.originals.files;

import org.jspecify.annotations.NullMarked;
