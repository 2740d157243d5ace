package io.calotype.originals.s3;

import io.calotype.disk.OpenFile;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/// Writes a local file as one object: in one request, or in parts of 8 MiB or more, three at a
/// time. The object appears with all its bytes, or not at all.
///
/// The service compares each request with its `Content-MD5`, and the object with its SHA-256 if it
/// supports that. `If-None-Match: *` only guards against a defect here: every key is written once.
final class S3Upload {
  static final String SHA256 = "sha256";
  static final String TYPE = "type";
  static final String CREATED = "created";

  private static final long SINGLE = 16L << 20;
  private static final long PART = 8L << 20;
  private static final int MAX_PARTS = 10_000;

  /// The slowest network, in bytes per second, on which a request with a body may succeed.
  static final long MIN_RATE = 64 << 10;

  /// The limit of the completion of an upload: the service may copy the parts meanwhile.
  static final long JOIN_RATE = 100L << 20;

  private final S3Calls calls;
  private final S3Settings settings;
  private final ConditionalWrites conditional;

  S3Upload(S3Calls calls, S3Settings settings) {
    this.calls = calls;
    this.conditional = new ConditionalWrites(calls);
    this.settings = settings;
  }

  /// Writes `file` as the object `key` of `blob`.
  ///
  /// Errors: [SdkException] of the service; `StoreUnavailable` of the file or of the breaker.
  void write(String key, Blob blob, OpenFile file, Instant now) {
    if (blob.bytes() <= SINGLE) {
      put(key, blob, file, now);
    } else {
      multipart(key, blob, file, now);
    }
  }

  private void put(String key, Blob blob, OpenFile file, Instant now) {
    FileSlice body = new FileSlice(file, 0, blob.bytes());
    String type = blob.described().type().contentType();
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key)
            .contentType(type)
            .contentMD5(body.md5())
            .checksumSHA256(base64(blob.described().digest()))
            .metadata(metadata(blob, now))
            .overrideConfiguration(limits(blob.bytes(), MIN_RATE));
    store(settings, request::serverSideEncryption, request::ssekmsKeyId, request::storageClass);
    conditional.put(request, body, type);
  }

  private void multipart(String key, Blob blob, OpenFile file, Instant now) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(settings.bucket())
            .key(key)
            .contentType(blob.described().type().contentType())
            .metadata(metadata(blob, now));
    store(settings, request::serverSideEncryption, request::ssekmsKeyId, request::storageClass);
    String upload =
        calls.raw(
            S3Operation.MULTIPART,
            client -> client.createMultipartUpload(request.build()).uploadId());
    try {
      long part = Math.max(PART, Math.ceilDiv(blob.bytes(), MAX_PARTS));
      int count = Math.toIntExact(Math.ceilDiv(blob.bytes(), part));
      CompletedPart[] parts =
          new ParallelParts(count)
              .run(number -> part(key, upload, number, slice(file, blob, part, number)));
      complete(key, upload, parts, blob.bytes());
    } catch (RuntimeException failed) {
      abort(key, upload);
      throw failed;
    }
  }

  private static FileSlice slice(OpenFile file, Blob blob, long part, int number) {
    long offset = part * (number - 1);
    return new FileSlice(file, offset, Math.min(part, blob.bytes() - offset));
  }

  private CompletedPart part(String key, String upload, int number, FileSlice body) {
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(settings.bucket())
            .key(key)
            .uploadId(upload)
            .partNumber(number)
            .contentMD5(body.md5())
            .overrideConfiguration(limits(body.length(), MIN_RATE))
            .build();
    String etag =
        calls.raw(
            S3Operation.MULTIPART,
            client ->
                SendWatch.watch(
                    body,
                    () ->
                        client.uploadPart(request, body.body("application/octet-stream")).eTag()));
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private void complete(String key, String upload, CompletedPart[] parts, long bytes) {
    var _ =
        conditional.run(
            S3Operation.MULTIPART,
            (client, guard) ->
                client.completeMultipartUpload(complete ->
                    complete
                        .bucket(settings.bucket())
                        .key(key)
                        .uploadId(upload)
                        .ifNoneMatch(guard)
                        .multipartUpload(CompletedMultipartUpload.builder().parts(parts).build())
                        .overrideConfiguration(limits(bytes, JOIN_RATE))));
  }

  /// Removes the parts. Those that remain are removed by maintenance.
  private void abort(String key, String upload) {
    try {
      var _ =
          calls.raw(
              S3Operation.MULTIPART,
              client ->
                  client.abortMultipartUpload(
                      abort -> abort.bucket(settings.bucket()).key(key).uploadId(upload)));
    } catch (SdkException | MediaException left) {
      EventLog.warn("s3.parts-left", "reason", left.getClass().getSimpleName());
    }
  }

  /// Returns the time limits of a request that moves `bytes` at `rate` bytes per second or more.
  static AwsRequestOverrideConfiguration limits(long bytes, long rate) {
    Duration limit = S3Connector.CALL.plusSeconds(bytes / rate);
    return AwsRequestOverrideConfiguration.builder()
        .apiCallAttemptTimeout(limit)
        .apiCallTimeout(limit)
        .build();
  }

  private static Map<String, String> metadata(Blob blob, Instant now) {
    return Map.of(
        SHA256,
        blob.described().digest().hex(),
        TYPE,
        blob.described().type().contentType(),
        CREATED,
        now.toString());
  }

  /// The form of a digest in `x-amz-checksum-sha256`.
  static String base64(Sha256 digest) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest.hex()));
  }

  /// Passes the configured encryption and storage class to a request.
  static void store(
      S3Settings settings,
      Consumer<String> mode,
      Consumer<String> key,
      Consumer<String> storageClass) {
    if (settings.storage().storageClass() != null) {
      storageClass.accept(settings.storage().storageClass());
    }
    String encryption = settings.storage().encryption();
    if (encryption != null) {
      int end = encryption.indexOf(':', "aws:".length());
      mode.accept(end < 0 ? encryption : encryption.substring(0, end));
      if (end >= 0) {
        key.accept(encryption.substring(end + 1));
      }
    }
  }
}
