package io.calotype.originals.s3;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/// Operations on single objects of one data set.
final class S3Objects {
  private final S3Calls calls;
  private final S3Settings settings;
  private final S3Keys keys;
  private final String dataSet;
  private volatile @Nullable String catalog;

  /// @param dataSet the data set; its catalog is required of the bucket from now on
  S3Objects(S3Calls calls, S3Settings settings, S3DataSet dataSet) {
    this.calls = calls;
    this.settings = settings;
    this.keys = new S3Keys(settings.prefix());
    this.dataSet = dataSet.id();
    this.catalog = dataSet.catalog();
  }

  S3Calls calls() {
    return calls;
  }

  S3Settings settings() {
    return settings;
  }

  S3Keys keys() {
    return keys;
  }

  /// Returns the metadata of the object `key`; empty if the bucket of this data set has none.
  ///
  /// Errors: `StoreUnavailable`.
  Optional<HeadObjectResponse> head(String key) {
    Optional<HeadObjectResponse> found =
        calls.find(
            S3Operation.HEAD,
            client -> client.headObject(head -> head.bucket(settings.bucket()).key(key)));
    if (found.isEmpty()) {
      requireDataSet();
    }
    return found;
  }

  /// Returns the object `key`, to be read or aborted; empty if the bucket of this data set has
  /// none.
  ///
  /// Errors: `StoreUnavailable`.
  Optional<ResponseInputStream<GetObjectResponse>> get(String key) {
    Optional<ResponseInputStream<GetObjectResponse>> found =
        calls.find(
            S3Operation.GET,
            client ->
                client.getObject(
                    get -> get.bucket(settings.bucket()).key(key),
                    ResponseTransformer.toInputStream()));
    if (found.isEmpty()) {
      requireDataSet();
    }
    return found;
  }

  /// Throws `StoreUnavailable` if the absence of an object tells nothing about the blob: the bucket
  /// is absent, or contains another data set, or none, or belongs to another catalog.
  void requireDataSet() {
    try {
      if (S3DataSet.read(calls, settings, keys).filter(this::own).isEmpty()) {
        throw missing();
      }
    } catch (SdkException error) {
      throw calls.logged(S3Operation.GET, error);
    }
  }

  private boolean own(S3DataSet.Text found) {
    String required = catalog;
    return found.id().equals(dataSet) && (required == null || required.equals(found.catalog()));
  }

  private static MediaException missing() {
    return new MediaException(new Failure.StoreUnavailable(StoreFault.MISSING));
  }

  /// Returns the catalog that the data set names; names `candidate` if it names none.
  ///
  /// Errors: `StoreUnavailable`, also if the bucket contains another data set or none.
  String catalog(String candidate) {
    try {
      String named =
          S3DataSet.adopt(calls, settings, keys, dataSet, null, candidate)
              .orElseThrow(S3Objects::missing);
      if (named.equals(candidate)) {
        catalog = candidate;
      }
      return named;
    } catch (SdkException error) {
      throw calls.logged(S3Operation.PUT, error);
    }
  }

  /// Lets the data set name `next` as its catalog in place of `former`. Returns false if it names
  /// neither.
  ///
  /// Errors: `StoreUnavailable`, also if the bucket contains another data set or none.
  boolean adopt(String former, String next) {
    try {
      String named =
          S3DataSet.adopt(calls, settings, keys, dataSet, former, next)
              .orElseThrow(S3Objects::missing);
      boolean adopted = named.equals(next);
      if (adopted) {
        catalog = next;
      }
      return adopted;
    } catch (SdkException error) {
      throw calls.logged(S3Operation.PUT, error);
    }
  }

  /// Deletes the object `key`; does nothing if there is none.
  ///
  /// Errors: `StoreUnavailable`.
  void delete(String key) {
    var _ =
        calls.call(
            S3Operation.DELETE,
            client -> client.deleteObject(delete -> delete.bucket(settings.bucket()).key(key)));
  }

  /// Copies an object within the bucket, with its metadata.
  ///
  /// Errors: `StoreUnavailable`, also for an object of more than 5 GiB, which S3 does not copy.
  void copy(String from, String to) {
    CopyObjectRequest.Builder request =
        CopyObjectRequest.builder()
            .sourceBucket(settings.bucket())
            .sourceKey(from)
            .destinationBucket(settings.bucket())
            .destinationKey(to)
            .metadataDirective(MetadataDirective.COPY)
            .overrideConfiguration(S3Upload.limits(S3Connector.MAX_COPY, S3Upload.JOIN_RATE));
    S3Upload.store(
        settings, request::serverSideEncryption, request::ssekmsKeyId, request::storageClass);
    var _ = calls.call(S3Operation.COPY, client -> client.copyObject(request.build()));
  }
}
