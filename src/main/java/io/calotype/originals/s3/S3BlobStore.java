package io.calotype.originals.s3;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.OpenBytes;
import io.calotype.disk.OpenFile;
import io.calotype.disk.ReadThrottle;
import io.calotype.disk.RegularFile;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFaults;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobFacts;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.s3.sources.SourceCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Blobs as objects in a bucket. Programs that read files get copies from a [SourceCache].
///
/// Errors of every method: `StoreUnavailable` if the service does not answer within 6 seconds, and
/// at once while it is known not to.
public final class S3BlobStore implements BlobStore {
  private static final int CHUNK = 256 << 10;

  /// The maximum number of objects that are read at once. Each keeps a connection to the service,
  /// as long as its client takes.
  private static final int MAX_READERS = 512;

  private static final Duration SETTLING = Duration.ofDays(1);
  private static final Duration BUSY = Duration.ofSeconds(2);

  private final Semaphore readers = new Semaphore(MAX_READERS);
  private final S3Objects objects;
  private final S3Upload upload;
  private final S3Listing listing;
  private final SourceCache sources;
  private final Local local;

  /// What the store uses of this machine.
  ///
  /// @param disk the threads of the disk of staged files
  /// @param headroom knows whether that disk is full
  public record Local(DiskThreads disk, Headroom headroom, Clock clock) {}

  S3BlobStore(S3Objects objects, SourceCache sources, Local local) {
    this.objects = objects;
    this.upload = new S3Upload(objects.calls(), objects.settings());
    this.listing = new S3Listing(objects);
    this.sources = sources;
    this.local = local;
  }

  private String key(BlobKey blob) {
    return objects.keys().of(blob);
  }

  /// The object is durable when the service has answered. If the outcome is unknown, the object may
  /// remain, without a record. Its time of creation is that of the file.
  @Override
  public void write(Blob blob, Path staged) {
    String key = key(blob.key());
    try (OpenFile file = staged(blob, staged)) {
      upload.write(key, blob, file, modified(staged));
    } catch (SdkException refused) {
      if (!S3Faults.conflict(refused) || !written(key, blob)) {
        throw objects.calls().logged(S3Operation.PUT, refused);
      }
    }
    sources.adopt(blob, staged);
  }

  private Instant modified(Path staged) {
    return local.disk.run(() -> Files.getLastModifiedTime(staged).toInstant());
  }

  private OpenFile staged(Blob blob, Path staged) {
    return local.disk.run(() -> new OpenFile(RegularFile.open(staged, blob.bytes()), local.disk));
  }

  /// Whether an attempt whose answer was lost has written the object: nothing else writes its key.
  private boolean written(String key, Blob blob) {
    return objects
        .head(key)
        .filter(found ->
            found.contentLength() == blob.bytes()
                && blob.described().digest().hex().equals(found.metadata().get(S3Upload.SHA256)))
        .isPresent();
  }

  @Override
  public LocalCopy checkout(Blob blob) {
    return sources.checkout(blob, objects.calls().meters().sources(), draft -> fetch(blob, draft));
  }

  /// Writes the bytes of `blob` to `draft`, and compares them with its digest meanwhile.
  private void fetch(Blob blob, Path draft) {
    MessageDigest sha256 = Sha256.digester();
    try (OpenBytes bytes = whole(blob);
        WritableByteChannel file = sources.write(() -> sources.files().createPrivate(draft))) {
      each(
          bytes,
          chunk -> {
            sha256.update(chunk.duplicate());
            var _ =
                sources.write(() -> {
                  while (chunk.hasRemaining()) {
                    file.write(chunk);
                  }
                  return chunk;
                });
          });
    } catch (IOException failed) {
      throw StoreFaults.of(failed);
    }
    if (!Sha256.of(sha256.digest()).equals(blob.described().digest())) {
      throw new MediaException(new Failure.OriginalDamaged(blob.key().id()));
    }
  }

  private static void each(OpenBytes bytes, Consumer<ByteBuffer> chunks) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long at = 0;
    for (int count = bytes.read(chunk, at); count > 0; count = bytes.read(chunk.clear(), at)) {
      at += count;
      chunks.accept(chunk.flip());
    }
  }

  @Override
  public OpenBytes open(BlobKey blob, long bytes) {
    String key = key(blob);
    HeadObjectResponse found =
        objects
            .head(key)
            .orElseThrow(() -> new MediaException(new Failure.OriginalLost(blob.id())));
    if (found.contentLength() != bytes) {
      throw new MediaException(new Failure.OriginalDamaged(blob.id()));
    }
    admit();
    S3Reader.Target target =
        new S3Reader.Target(objects.settings().bucket(), key, bytes, found.eTag());
    return new S3Reader(objects.calls(), target, readers::release);
  }

  private void admit() {
    if (!readers.tryAcquire()) {
      throw new MediaException(new Failure.Overloaded(BUSY));
    }
  }

  /// Opens `blob` to be read from its first byte to its last: by one request, and not by two.
  ///
  /// Errors: those of [#open].
  private OpenBytes whole(Blob blob) {
    String key = key(blob.key());
    admit();
    try {
      ResponseInputStream<GetObjectResponse> stream =
          objects
              .get(key)
              .orElseThrow(() -> new MediaException(new Failure.OriginalLost(blob.key().id())));
      if (stream.response().contentLength() != blob.bytes()) {
        stream.abort();
        throw new MediaException(new Failure.OriginalDamaged(blob.key().id()));
      }
      S3Reader.Target target =
          new S3Reader.Target(
              objects.settings().bucket(), key, blob.bytes(), stream.response().eTag());
      return new S3Reader(objects.calls(), target, readers::release, stream);
    } catch (RuntimeException refused) {
      readers.release();
      throw refused;
    }
  }

  /// Reads the object. Also drops a local copy with other bytes: a caller that cannot decode them
  /// asks for the condition.
  @Override
  public OriginalCondition verify(Blob blob, ReadThrottle throttle) {
    sources.verify(blob);
    MessageDigest sha256 = Sha256.digester();
    try (OpenBytes bytes = whole(blob)) {
      each(
          bytes,
          chunk -> {
            throttle.read(chunk.remaining());
            sha256.update(chunk);
          });
    } catch (IOException failed) {
      throw StoreFaults.of(failed);
    } catch (MediaException known) {
      return switch (known.failure()) {
        case Failure.OriginalLost _ -> OriginalCondition.LOST;
        case Failure.OriginalDamaged _ -> OriginalCondition.DAMAGED;
        default -> throw known;
      };
    }
    return Sha256.of(sha256.digest()).equals(blob.described().digest())
        ? OriginalCondition.WHOLE
        : OriginalCondition.DAMAGED;
  }

  @Override
  public Optional<BlobFacts> facts(BlobKey key) {
    return objects.head(key(key)).map(ObjectFacts::of);
  }

  @Override
  public Optional<String> revision(BlobKey key) {
    return objects.head(key(key)).map(found -> found.eTag() + " " + found.lastModified());
  }

  @Override
  public boolean has(BlobKey key) {
    return objects.head(key(key)).isPresent();
  }

  @Override
  public void delete(BlobKey key) {
    objects.delete(key(key));
    sources.drop(key);
  }

  @Override
  public void deleteSetAside(MediaId id) {
    listing.each(objects.keys().ofId(S3Keys.ASIDE, id), null, found -> objects.delete(found.key()));
  }

  @Override
  public List<BlobKey> of(MediaId id) {
    List<BlobKey> found = new ArrayList<>();
    Stream.of(S3Keys.ORIGINALS, S3Keys.MASTERS)
        .map(top -> objects.keys().ofId(top, id))
        .forEach(prefix ->
            listing.each(
                prefix, null, object -> objects.keys().blob(object.key()).ifPresent(found::add)));
    return found;
  }

  @Override
  public Optional<String> catalog(String candidate) {
    return Optional.of(objects.catalog(candidate));
  }

  @Override
  public boolean adopt(String former, String catalog) {
    return objects.adopt(former, catalog);
  }

  /// A day: another node may be uploading, or its catalog may be restored.
  @Override
  public Duration settling() {
    return SETTLING;
  }

  /// Ignores foreign keys. The walk ends at the first page that cannot be read.
  @Override
  public int each(Instant young, Consumer<StoredBlob> visitor) {
    Duration age = Duration.between(young, local.clock.instant());
    for (String top : List.of(S3Keys.ORIGINALS, S3Keys.MASTERS)) {
      listing.each(
          objects.keys().below(top),
          age,
          object ->
              objects
                  .keys()
                  .blob(object.key())
                  .ifPresent(
                      key -> visitor.accept(new ListedObject(key, object, objects, sources))));
    }
    return 0;
  }

  /// Also aborts the uploads of parts that were begun before `then` and not completed.
  @Override
  public int deleteSetAside(Instant then) {
    Duration age = Duration.between(then, local.clock.instant());
    AtomicInteger removed = new AtomicInteger();
    listing.each(
        objects.keys().below(S3Keys.ASIDE),
        age,
        object -> {
          if (objects.keys().blobAside(object.key()).isPresent()) {
            objects.delete(object.key());
            removed.incrementAndGet();
          }
        });
    return removed.get() + new IncompleteUploads(objects).abort(then);
  }

  @Override
  public int removeDirectUploads(Instant then) {
    Duration age = Duration.between(then, local.clock.instant());
    AtomicInteger removed = new AtomicInteger();
    listing.each(
        objects.keys().below(S3Keys.UPLOADS),
        age,
        object -> {
          if (objects.keys().isUpload(object.key())) {
            objects.delete(object.key());
            removed.incrementAndGet();
          }
        });
    return removed.get();
  }

  @Override
  public State state() {
    if (!local.headroom.storable()) {
      return State.FULL;
    }
    try {
      objects.requireDataSet();
      return State.WRITABLE;
    } catch (MediaException noAnswer) {
      return State.UNUSABLE;
    }
  }
}
