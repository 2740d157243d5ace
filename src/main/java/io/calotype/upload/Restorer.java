package io.calotype.upload;

import io.calotype.imaging.Priority;
import io.calotype.maintenance.MasterRepairer;
import io.calotype.media.Media;
import io.calotype.originals.StagedFile;
import java.util.function.LongConsumer;

/// Makes masters that are lost or damaged again, from originals that are whole.
public final class Restorer implements MasterRepairer {
  private final DecodeStep ingest;
  private final MediaStore shelf;

  /// Has masters made by `ingest` and kept on `shelf`.
  public Restorer(DecodeStep ingest, MediaStore shelf) {
    this.ingest = ingest;
    this.shelf = shelf;
  }

  @Override
  public boolean mend(Media media, LongConsumer read) {
    return shelf.whole(remade(media, Priority.BACKGROUND), read);
  }

  /// `media`, whose original is whole, with its master made again where it is not.
  ///
  /// Errors: those of [DecodeStep#master].
  Media restored(Media media) {
    return media.master() == null || shelf.whole(media, read -> {})
        ? media
        : remade(media, Priority.UPLOAD);
  }

  private Media remade(Media media, Priority priority) {
    Masters.Master master =
        ingest.master(media.id(), shelf.source(media), media.original().digest(), priority);
    try (StagedFile file = master.file()) {
      return shelf.remastered(media, master.described(), file.path());
    }
  }
}
