package io.calotype.app;

import io.calotype.originals.s3.S3Server;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The objects of one test in the shared S3 server.
///
/// @param prefix of their keys, without a slash at its end
record BucketFolder(String bucket, String prefix) {
  /// All keys, with the prefix.
  List<String> keys() {
    try (S3Client client = S3Server.shared().client()) {
      return client
          .listObjectsV2(list -> list.bucket(bucket).prefix(prefix + "/"))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }

  /// The bytes of the object `key`, below the prefix.
  byte[] read(String key) {
    try (S3Client client = S3Server.shared().client()) {
      return client
          .getObjectAsBytes(get -> get.bucket(bucket).key(prefix + "/" + key))
          .asByteArray();
    }
  }

  /// Writes the object `key`, below the prefix.
  void write(String key, byte[] bytes) {
    try (S3Client client = S3Server.shared().client()) {
      var _ =
          client.putObject(
              put -> put.bucket(bucket).key(prefix + "/" + key), RequestBody.fromBytes(bytes));
    }
  }
}
