package io.calotype.originals.s3;

import io.calotype.originals.DirectUploadStore;
import io.calotype.originals.UploadId;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.utils.Md5Utils;

/// Uploads as the objects `u/<id>`, with their notes beside them.
///
/// The client sends one `PUT`. Its length is signed, and its digest if the client has named it: the
/// service refuses other bytes. `If-None-Match: *` is signed too, so that a URL stores no second
/// object. Every node reads a note as it was last written.
///
/// Neither object has a storage class: they last a day, and some classes charge for a month.
final class S3DirectUploads implements DirectUploadStore {
  /// The limit of the service for one request.
  private static final long MAX_PUT = 5L << 30;

  private final S3Objects objects;
  private final BucketLinks links;

  S3DirectUploads(S3Objects objects, BucketLinks links) {
    this.objects = objects;
    this.links = links;
  }

  @Override
  public long maxBytes() {
    return MAX_PUT;
  }

  @Override
  public void writeNote(UploadId id, byte[] note) {
    if (note.length > MAX_NOTE) {
      throw new IllegalArgumentException("a note is longer than " + MAX_NOTE + " bytes");
    }
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(objects.settings().bucket())
            .key(objects.keys().note(id))
            .contentType("application/json")
            .contentMD5(Base64.getEncoder().encodeToString(Md5Utils.computeMD5Hash(note)));
    S3Upload.store(
        objects.settings(), request::serverSideEncryption, request::ssekmsKeyId, _ -> {});
    var _ =
        objects
            .calls()
            .call(
                S3Operation.PUT,
                client -> client.putObject(request.build(), RequestBody.fromBytes(note)));
  }

  @Override
  public Optional<byte[]> note(UploadId id) {
    Optional<byte[]> note =
        objects
            .calls()
            .find(
                S3Operation.GET,
                client -> {
                  ResponseBytes<GetObjectResponse> found =
                      client.getObject(
                          get ->
                              get.bucket(objects.settings().bucket()).key(objects.keys().note(id)),
                          ResponseTransformer.toBytes());
                  return found.asByteArray();
                });
    if (note.isEmpty()) {
      objects.requireDataSet();
    }
    return note;
  }

  @Override
  public Optional<Request> allow(UploadId id, Expected expected, Duration life) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-length", Long.toString(expected.bytes()));
    headers.put("if-none-match", "*");
    if (expected.type() != null) {
      headers.put("content-type", expected.type());
    }
    if (expected.digest() != null) {
      headers.put("x-amz-checksum-sha256", S3Upload.base64(expected.digest()));
    }
    S3Upload.store(
        objects.settings(),
        mode -> headers.put("x-amz-server-side-encryption", mode),
        key -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", key),
        _ -> {});
    BucketLinks.Wanted wanted =
        new BucketLinks.Wanted("PUT", objects.keys().upload(id), Map.of(), headers);
    return links
        .link(wanted, life)
        .map(link -> new Request(link.url(), wanted.method(), headers, link.expires()));
  }

  @Override
  public Optional<Arrived> open(UploadId id) {
    String key = objects.keys().upload(id);
    return objects.head(key).map(found -> arrived(key, found));
  }

  private Arrived arrived(String key, HeadObjectResponse found) {
    S3Reader.Target target =
        new S3Reader.Target(objects.settings().bucket(), key, found.contentLength(), found.eTag());
    return new Arrived(new S3Reader(objects.calls(), target, () -> {}), found.contentLength());
  }

  @Override
  public void discard(UploadId id) {
    objects.delete(objects.keys().upload(id));
  }
}
