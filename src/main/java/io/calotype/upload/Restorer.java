package io.calotype.upload;

import io.calotype.imaging.Priority;
import io.calotype.maintenance.MasterRepairer;
import io.calotype.media.Media;
import io.calotype.originals.StagedFile;
import io.calotype.store.MediaStore;
import java.util.function.LongConsumer;

/// Recreates lost or damaged masters from intact originals.
public final class Restorer implements MasterRepairer {
  private final DecodeStep ingest;
  private final MediaStore mediaStore;

  /// Creates a restorer that makes masters with `ingest` and stores them on `mediaStore`.
  public Restorer(DecodeStep ingest, MediaStore mediaStore) {
    this.ingest = ingest;
    this.mediaStore = mediaStore;
  }

  @Override
  public boolean mend(Media media, LongConsumer read) {
    return mediaStore.whole(remade(media, Priority.BACKGROUND), read);
  }

  /// Returns `media`, whose original is intact. Recreates its master if that is lost or damaged.
  ///
  /// Errors: those of [DecodeStep#master].
  Media restored(Media media) {
    return media.master() == null || mediaStore.whole(media, read -> {})
        ? media
        : remade(media, Priority.UPLOAD);
  }

  private Media remade(Media media, Priority priority) {
    Masters.Master master =
        ingest.master(media.id(), mediaStore.source(media), media.original().digest(), priority);
    try (StagedFile file = master.file()) {
      return mediaStore.remastered(media, master.described(), file.path());
    }
  }
}
