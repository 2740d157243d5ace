/// Blobs and shared renditions as objects in a bucket of an S3-compatible store.
///
/// Start reading at [io.calotype.originals.s3.S3BlobStore]. An object under its key is complete: a
/// store shows no part of an upload. An object counts as absent only while the object `dataset` of
/// this data set is present, so that a wrong bucket is never taken for lost originals.
///
/// Threads: any thread may call any public method. Methods block on the network and on local disks.
/// Knows nothing about records.
@NullMarked
package io.calotype.originals.s3;

import org.jspecify.annotations.NullMarked;
