package io.calotype.originals.s3;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Visits the objects below a prefix, page by page. Ages are judged by the clock of the service:
/// the time of an object against the time of the response that lists it.
final class S3Listing {
  private final S3Objects objects;

  S3Listing(S3Objects objects) {
    this.objects = objects;
  }

  /// Passes every object whose key begins with `prefix` and that is older than `age` to `visitor`.
  ///
  /// Errors: `StoreUnavailable`, also between two pages.
  ///
  /// @param age null for objects of any age
  void each(String prefix, @Nullable Duration age, Consumer<S3Object> visitor) {
    String next = null;
    do {
      ListObjectsV2Response page = page(prefix, next);
      Instant young = age == null ? Instant.MAX : date(page).minus(age);
      page.contents().stream()
          .filter(found -> found.lastModified().isBefore(young))
          .forEach(visitor);
      next = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (next != null);
  }

  private ListObjectsV2Response page(String prefix, @Nullable String token) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(objects.settings().bucket())
            .prefix(prefix)
            .continuationToken(token)
            .build();
    return objects.calls().call(S3Operation.LIST, client -> client.listObjectsV2(request));
  }

  /// The time of a response (RFC 9110 section 6.6.1), which every S3 service sends.
  private static Instant date(ListObjectsV2Response page) {
    Optional<String> date = page.sdkHttpResponse().firstMatchingHeader("Date");
    try {
      return ZonedDateTime.parse(date.orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException unknown) {
      throw new MediaException(new Failure.StoreUnavailable(StoreFault.IO_ERROR), unknown);
    }
  }
}
