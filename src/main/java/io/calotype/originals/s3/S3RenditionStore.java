package io.calotype.originals.s3;

import io.calotype.disk.OpenBytes;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.originals.BlobLinks;
import io.calotype.originals.RenditionKey;
import io.calotype.originals.RenditionStore;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Renditions as objects in the bucket of the originals, below `r/`. Each is written in one
/// request.
///
/// User metadata of an object: `sha256` of its bytes, and `rendition`, its fingerprint. An object
/// without them, or with other bytes, is deleted when it is read.
///
/// Reads and writes have a circuit breaker and time limits of their own: a render is the
/// alternative to a read, so that a service that is too slow for renditions may still be good
/// enough for originals.
final class S3RenditionStore implements RenditionStore {
  private static final String RENDITION = "rendition";
  private static final int DELETIONS = 16;

  /// The limit of a read, with its bytes in memory.
  private static final Duration READ = Duration.ofMillis(1_500);

  private final S3Objects objects;
  private final S3Calls calls;
  private final BucketLinks links;
  private final ConditionalWrites conditional;
  private final S3Listing listing;

  /// @param objects the objects of the data set; removals and listings use its calls
  /// @param calls for reads and writes
  /// @param links signs URLs for clients
  S3RenditionStore(S3Objects objects, S3Calls calls, BucketLinks links) {
    this.objects = objects;
    this.calls = calls;
    this.links = links;
    this.conditional = new ConditionalWrites(calls);
    this.listing = new S3Listing(objects);
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public Optional<Found> find(RenditionKey key) {
    String object = objects.keys().of(key);
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(objects.settings().bucket())
            .key(object)
            .overrideConfiguration(limited())
            .build();
    Optional<VerifiedDownload.Result> read =
        calls.find(
            S3Operation.GET,
            client -> client.getObject(request, new VerifiedDownload(key, () -> discard(object))));
    if (read.filter(result -> result.found().isEmpty()).isPresent()) {
      discard(object);
    }
    return read.flatMap(VerifiedDownload.Result::found);
  }

  private static AwsRequestOverrideConfiguration limited() {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallAttemptTimeout(READ)
        .apiCallTimeout(READ)
        .build();
  }

  /// Deletes an object whose bytes or metadata do not match its key. If that fails, the next reader
  /// deletes it.
  private void discard(String object) {
    calls.meters().renditionDamaged();
    EventLog.warn("rendition.damaged", "object", object);
    try {
      objects.delete(object);
    } catch (MediaException left) {
      EventLog.debug("rendition.left", "object", object);
    }
  }

  @Override
  public boolean has(RenditionKey key) {
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .bucket(objects.settings().bucket())
            .key(objects.keys().of(key))
            .overrideConfiguration(limited())
            .build();
    return calls
        .find(S3Operation.HEAD, client -> client.headObject(request))
        .filter(found -> matches(key, found.metadata()))
        .isPresent();
  }

  /// The body of an object is exactly the bytes of its rendition.
  @Override
  public Optional<String> link(
      RenditionKey key, String type, BlobLinks.Answer answer, Duration life) {
    return links.read(objects.keys().of(key), type, answer, life);
  }

  @Override
  public boolean write(RenditionKey key, String type, OpenBytes bytes, long length) {
    S3Settings settings = objects.settings();
    FileSlice body = new FileSlice(bytes, 0, length);
    String sha256 = Sha256.of(body.digest(Sha256.digester())).hex();
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(settings.bucket())
            .key(objects.keys().of(key))
            .contentType(type)
            .contentMD5(body.md5())
            .metadata(Map.of(S3Upload.SHA256, sha256, RENDITION, key.fingerprint()))
            .overrideConfiguration(S3Upload.limits(length, S3Upload.MIN_RATE));
    S3Upload.store(
        settings, request::serverSideEncryption, request::ssekmsKeyId, request::storageClass);
    try {
      conditional.put(request, body, type);
      return true;
    } catch (SdkException refused) {
      if (S3Faults.conflict(refused)) {
        return false;
      }
      throw calls.logged(S3Operation.PUT, refused);
    }
  }

  /// Returns whether `metadata` names the rendition `key`.
  static boolean matches(RenditionKey key, Map<String, String> metadata) {
    return key.fingerprint().equals(metadata.get(RENDITION));
  }

  @Override
  public List<Listed> of(RenditionKey.Owner owner) {
    List<Listed> found = new ArrayList<>();
    each(objects.keys().ofRenditions(owner), null, found::add);
    return found;
  }

  @Override
  public void each(@Nullable Duration age, Consumer<Listed> visitor) {
    each(objects.keys().below(S3Keys.RENDITIONS), age, visitor);
  }

  private void each(String prefix, @Nullable Duration age, Consumer<Listed> visitor) {
    listing.each(prefix, age, object -> listed(object).ifPresent(visitor));
  }

  private Optional<Listed> listed(S3Object object) {
    return objects
        .keys()
        .rendition(object.key())
        .map(name -> new Listed(name.owner(), name.file(), object.size(), object.lastModified()));
  }

  /// Deletes each object by a request of its own: not every service knows the deletion of many in
  /// one request.
  @Override
  public void delete(List<Listed> found) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(DELETIONS, Thread.ofVirtual().factory())) {
      CompletableFuture.allOf(
              found.stream()
                  .map(each -> CompletableFuture.runAsync(() -> delete(each), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof MediaException cause ? cause : failed;
    }
  }

  private void delete(Listed found) {
    objects.delete(objects.keys().ofRenditions(found.owner()) + found.file());
  }
}
