/// URLs that allow one request to an object of a bucket without further credentials: AWS Signature
/// Version 4 in the query.
///
/// Start reading at [io.calotype.originals.s3.presign.Presigner]. A URL equals the one that the AWS
/// SDK makes of the same request, byte for byte.
///
/// Threads: any. Nothing blocks. Pure: knows neither the SDK nor a clock.
@NullMarked
package io.calotype.originals.s3.presign;

import org.jspecify.annotations.NullMarked;
