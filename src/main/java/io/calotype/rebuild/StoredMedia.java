package io.calotype.rebuild;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Source;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Visibility;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobFacts;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore;
import io.calotype.originals.StagedFile;
import io.calotype.telemetry.EventLog;
import io.calotype.upload.DecodeStep;
import io.calotype.upload.Masters;
import io.calotype.upload.filetype.Sniffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Describes media by their stored bytes: what the store states of them, and what decoding tells.
///
/// The labels and the owner of a media are in its record only. They are lost, and `visibility` is
/// that of every media.
public final class StoredMedia {
  private final BlobStore blobs;
  private final DecodeStep decodeStep;
  private final DiskThreads disk;
  private final Visibility visibility;

  /// Describes the media in `blobs`.
  ///
  /// @param disk the threads that read local copies
  public StoredMedia(
      BlobStore blobs, DecodeStep decodeStep, DiskThreads disk, Visibility visibility) {
    this.blobs = blobs;
    this.decodeStep = decodeStep;
    this.disk = disk;
    this.visibility = visibility;
  }

  /// A described media.
  ///
  /// @param master a master that is not stored yet; null if it is, or none is needed. The caller
  ///   closes it.
  record Described(Media media, @Nullable StagedFile master) implements AutoCloseable {
    @Override
    public void close() {
      if (master != null) {
        master.close();
      }
    }
  }

  /// Describes the media of the original `key`.
  ///
  /// Errors: `UnsupportedMedia`, `OriginalLost`, `OriginalDamaged`, those of
  /// [DecodeStep#decodeStored].
  ///
  /// @param master the master that is stored under the id; null if there is none
  Described describe(BlobKey key, BlobFacts facts, @Nullable BlobKey master) {
    StatedBlob stated = StatedBlob.of(key, facts, blobs);
    try (BlobStore.LocalCopy copy = blobs.checkout(stated.blob())) {
      MediaType type = stated.typed() ? stated.blob().described().type() : type(stated, copy);
      if (BlobKind.of(type.kind()) != key.kind()) {
        throw new MediaException(new Failure.UnsupportedMedia());
      }
      Original original =
          new Original(
              type,
              facts.bytes(),
              stated.blob().described().digest(),
              stated.blob().key().incarnation());
      Source source = new Source(type, copy.path());
      return master == null || type.decoder() == MediaType.Decoder.BUILT_IN
          ? described(key, original, facts.stored(), source)
          : withMaster(key, original, facts.stored(), source, master);
    }
  }

  private MediaType type(StatedBlob stated, BlobStore.LocalCopy copy) {
    Blob blob = stated.blob();
    StagedFile whole = // not closed: that would delete the copy
        new StagedFile(copy.path(), blob.bytes(), blob.described().digest(), stated.start(), disk);
    return Sniffer.sniff(whole)
        .orElseThrow(() -> new MediaException(new Failure.UnsupportedMedia()));
  }

  private Described described(BlobKey key, Original original, Instant stored, Source source) {
    DecodeStep.Ingested found = decodeStep.decodeStored(key.id(), source, original.digest());
    Masters.Master master = found.master();
    return master == null
        ? new Described(media(key, original, null, found.picture(), stored), null)
        : new Described(
            media(key, original, master.described(), found.picture(), stored), master.file());
  }

  /// Uses the stored master; makes another one if it cannot be decoded.
  private Described withMaster(
      BlobKey key, Original original, Instant stored, Source source, BlobKey master) {
    try {
      Optional<BlobFacts> facts = blobs.facts(master);
      if (facts.isPresent()) {
        return withMaster(
            key, original, stored, source, StatedBlob.of(master, facts.get(), blobs).blob());
      }
    } catch (MediaException unusable) {
      if (!damage(unusable.failure())) {
        throw unusable;
      }
      EventLog.info("rebuild.master-unusable", "id", key.id());
    }
    return described(key, original, stored, source);
  }

  private static boolean damage(Failure failure) {
    return failure instanceof Failure.Undecodable
        || failure instanceof Failure.StillUndecodable
        || failure instanceof Failure.OriginalDamaged
        || failure instanceof Failure.OriginalLost;
  }

  private Described withMaster(
      BlobKey key, Original original, Instant stored, Source source, Blob master) {
    try (BlobStore.LocalCopy copy = blobs.checkout(master)) {
      Source bytes = new Source(master.described().type(), copy.path());
      Picture picture =
          decodeStep.decodeStored(key.id(), source, bytes, master.described().digest());
      return new Described(media(key, original, master.described(), picture, stored), null);
    }
  }

  private Media media(
      BlobKey key, Original original, @Nullable Original master, Picture picture, Instant stored) {
    return new Media(
        key.id(),
        original,
        master,
        picture,
        new Labels(null, visibility, Map.of(), null),
        new Lifetime(stored, null),
        null);
  }
}
