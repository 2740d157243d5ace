package io.calotype.originals.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The settings of the store of objects.
///
/// @param service the service and the style of its URLs
/// @param bucket the bucket, which must exist
/// @param prefix the first part of every key: empty, or text that ends with a slash
/// @param keys static credentials; null selects the default chain of the SDK: environment, profile,
///   container, instance
/// @param storage how the service stores new objects
public record S3Settings(
    Service service, String bucket, String prefix, @Nullable AccessKeys keys, Storage storage) {
  private static final char SLASH = '/';

  public S3Settings {
    if (!prefix.isEmpty() && prefix.charAt(prefix.length() - 1) != SLASH) {
      throw new IllegalArgumentException("a prefix ends with a slash");
    }
  }

  /// A service.
  ///
  /// @param endpoint its URL; null selects AWS
  /// @param region its region; null selects the default chain of the SDK
  /// @param pathStyle whether the bucket is in the path of a URL, and not in its host name
  public record Service(@Nullable URI endpoint, @Nullable String region, boolean pathStyle) {}

  /// Static credentials.
  ///
  /// @param id the access key
  /// @param secret the secret key
  public record AccessKeys(String id, String secret) {
    @Override
    public String toString() {
      return "AccessKeys";
    }
  }

  /// How the service stores new objects. Null selects the default of the bucket.
  ///
  /// @param encryption server-side encryption: `AES256`, `aws:kms`, or `aws:kms:` and a key
  /// @param storageClass a storage class, such as `STANDARD_IA`
  public record Storage(@Nullable String encryption, @Nullable String storageClass) {
    /// The defaults of the bucket.
    public static final Storage DEFAULT = new Storage(null, null);
  }

  /// The place in messages for operators, such as `bucket photos at http://127.0.0.1:9000`.
  String place() {
    URI endpoint = service.endpoint();
    return "bucket " + bucket + (endpoint == null ? "" : " at " + endpoint);
  }
}
