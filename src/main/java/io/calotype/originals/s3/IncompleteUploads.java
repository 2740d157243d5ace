package io.calotype.originals.s3;

import io.calotype.telemetry.EventLog;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/// Aborts uploads of parts that a crash has left. Their parts are stored and paid for, but belong
/// to no object.
final class IncompleteUploads {
  private final S3Objects objects;

  IncompleteUploads(S3Objects objects) {
    this.objects = objects;
  }

  /// Aborts the uploads of this data set that were begun before `then`. Returns their number. A
  /// service that cannot list uploads has a rule of its own for them.
  int abort(Instant then) {
    int aborted = 0;
    for (String top : List.of(S3Keys.ORIGINALS, S3Keys.MASTERS)) {
      try {
        aborted += abort(objects.keys().below(top), then);
      } catch (SdkException refused) {
        EventLog.debug("s3.uploads-not-listed", "reason", S3Faults.words(refused));
      }
    }
    return aborted;
  }

  private int abort(String prefix, Instant then) {
    List<MultipartUpload> found =
        objects
            .calls()
            .raw(
                S3Operation.LIST,
                client ->
                    client.listMultipartUploads(
                        list -> list.bucket(objects.settings().bucket()).prefix(prefix)))
            .uploads();
    List<MultipartUpload> old =
        found.stream()
            .filter(upload -> upload.initiated().isBefore(then))
            .filter(upload -> objects.keys().blob(upload.key()).isPresent())
            .toList();
    old.forEach(this::abort);
    return old.size();
  }

  private void abort(MultipartUpload upload) {
    var _ =
        objects
            .calls()
            .raw(
                S3Operation.MULTIPART,
                client ->
                    client.abortMultipartUpload(abort ->
                        abort
                            .bucket(objects.settings().bucket())
                            .key(upload.key())
                            .uploadId(upload.uploadId())));
  }
}
