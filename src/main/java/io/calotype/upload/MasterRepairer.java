package io.calotype.upload;

import io.calotype.disk.ReadThrottle;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Source;
import io.calotype.media.Media;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.StagedFile;
import io.calotype.store.MediaStore;

/// Recreates lost or damaged masters from intact originals.
public final class MasterRepairer {
  private final DecodeStep decodeStep;
  private final MediaStore store;
  private final BlobStore blobs;

  /// Creates a repairer that makes masters with `decodeStep`.
  public MasterRepairer(DecodeStep decodeStep, MediaStore store, BlobStore blobs) {
    this.decodeStep = decodeStep;
    this.store = store;
    this.blobs = blobs;
  }

  /// Recreates the master of `media` in the background. Returns false if the new one is not intact
  /// either.
  ///
  /// Errors: those of [DecodeStep#master], such as `Undecodable`, `NotInstalled` and `Overloaded`;
  /// those of `throttle`.
  ///
  /// @param throttle limits the rate at which the new master is read back
  public boolean repair(Media media, ReadThrottle throttle) {
    return intact(remade(media, Priority.BACKGROUND), throttle);
  }

  /// Returns `media`, whose original is intact, with an intact master: a lost or damaged one is
  /// recreated.
  ///
  /// Errors: those of [DecodeStep#master].
  Media repaired(Media media) {
    return media.master() == null || intact(media, ReadThrottle.NONE)
        ? media
        : remade(media, Priority.UPLOAD);
  }

  private boolean intact(Media media, ReadThrottle throttle) {
    return blobs.verify(Blob.source(media), throttle) == OriginalCondition.WHOLE;
  }

  private Media remade(Media media, Priority priority) {
    try (BlobStore.LocalCopy original = blobs.checkout(Blob.original(media))) {
      Source source = new Source(media.original().type(), original.path());
      Masters.Master master =
          decodeStep.master(media.id(), source, media.original().digest(), priority);
      try (StagedFile file = master.file()) {
        return store.replaceMaster(media, master.described(), file.path());
      }
    }
  }
}
