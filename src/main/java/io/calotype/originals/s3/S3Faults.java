package io.calotype.originals.s3;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Classifies the errors of an S3 service.
final class S3Faults {
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int TOO_MANY = 429;
  private static final int STORAGE_FULL = 507;

  /// Codes of services without space. AWS has none.
  private static final Set<String> FULL =
      Set.of("XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded");

  private S3Faults() {}

  /// Returns whether `error` states that the object is absent. The answer to a `HEAD` request has
  /// no body, and does not tell an absent object from an absent bucket.
  static boolean absent(SdkException error) {
    return error instanceof S3Exception answer
        && answer.statusCode() == NOT_FOUND
        && !code(answer).equals("NoSuchBucket");
  }

  /// Returns whether `error` states that a condition of the request is not met, or that another
  /// conditional request for the same key is in progress.
  static boolean conflict(SdkException error) {
    return error instanceof S3Exception answer
        && (answer.statusCode() == 412 || answer.statusCode() == 409);
  }

  /// Returns whether `error` states that the service lacks a function.
  static boolean unsupported(SdkException error) {
    return error instanceof S3Exception answer
        && (answer.statusCode() == NOT_IMPLEMENTED || code(answer).equals("NotImplemented"));
  }

  /// Returns whether `error` shows that the service does not work: no answer, or an error of its
  /// own.
  static boolean broken(SdkException error) {
    return !(error instanceof S3Exception answer)
        || answer.statusCode() == TOO_MANY
        || (answer.statusCode() >= SERVER_ERROR
            && answer.statusCode() != NOT_IMPLEMENTED
            && !full(answer));
  }

  /// Returns whether the service has not answered.
  static boolean silent(SdkException error) {
    return !(error instanceof S3Exception);
  }

  /// Returns the failure for `error`: `StorageFull` or `StoreUnavailable`. The error itself, which
  /// names keys and hosts, is for the log only.
  static MediaException of(SdkException error) {
    return new MediaException(failure(error), error);
  }

  private static Failure failure(SdkException error) {
    if (!(error instanceof S3Exception answer)) {
      return new Failure.StoreUnavailable(StoreFault.NO_ANSWER);
    }
    if (full(answer)) {
      return new Failure.StorageFull();
    }
    return new Failure.StoreUnavailable(
        switch (answer.statusCode()) {
          case NOT_FOUND -> StoreFault.MISSING;
          case UNAUTHORIZED, FORBIDDEN -> StoreFault.REFUSED;
          default -> StoreFault.IO_ERROR;
        });
  }

  private static boolean full(S3Exception answer) {
    return answer.statusCode() == STORAGE_FULL || FULL.contains(code(answer));
  }

  /// Returns `error` in a few words for operators: the code of the service, or the class of the
  /// error.
  static String words(SdkException error) {
    if (error instanceof S3Exception answer) {
      return answer.statusCode() + " " + code(answer);
    }
    Throwable cause = error.getCause();
    return (cause == null ? error : cause).getClass().getSimpleName();
  }

  private static String code(S3Exception answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }
}
