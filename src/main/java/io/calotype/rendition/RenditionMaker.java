package io.calotype.rendition;

import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.CostClass;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.RenditionCheck;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.Urgency;
import io.calotype.media.Media;
import io.calotype.media.MediaKind;
import io.calotype.media.MediaType;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.OriginalCondition;
import io.calotype.store.Rendition;
import io.calotype.telemetry.EventLog;
import io.calotype.video.Container;
import io.calotype.video.Ffmpeg;
import io.calotype.video.VideoFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes renditions: pictures and posters with the engine, video previews with ffmpeg.
public final class RenditionMaker {
  private final Decoders decoders;
  private final BlobStore blobs;
  private final DamagedOriginals damages;

  /// Creates a maker that reads from `blobs` and rejects those listed in `damages`.
  public RenditionMaker(Decoders decoders, BlobStore blobs, DamagedOriginals damages) {
    this.damages = damages;
    this.decoders = decoders;
    this.blobs = blobs;
  }

  /// Returns the Exif fields of the original of `media`, by tag name; empty for a video.
  ///
  /// Errors: those of the reader; `OriginalLost`, `OriginalDamaged`, `StoreUnavailable`.
  public Map<String, String> exif(Media media) {
    MediaType type = media.original().type();
    if (type.kind() == MediaKind.VIDEO) {
      return Map.of();
    }
    damages.requireSound(media, blobs);
    try (BlobStore.LocalCopy original = checkedOut(media)) {
      return decoders.reader(type).fields(new Source(type, original.path()));
    }
  }

  private BlobStore.LocalCopy checkedOut(Media media) {
    try {
      return blobs.checkout(Blob.original(media));
    } catch (MediaException e) {
      damages.note(media, e.failure());
      throw e;
    }
  }

  /// Returns the rendition of `media` for `spec`, named after the program that will make it.
  ///
  /// Errors: `Unavailable` if ffmpeg is to make it and has not answered yet.
  Rendition describe(Media media, RenditionSpec spec) {
    return byFfmpeg(media, spec)
        ? Rendition.of(
            media, spec, "ffmpeg-" + decoders.ffmpeg().found().map(Ffmpeg::version).orElse("none"))
        : Rendition.of(media, spec, ImageEngine.VERSION);
  }

  /// Renders `rendition` into `sink`.
  ///
  /// Errors: those of [ImageEngine#render] and of [Ffmpeg#preview]; `NotInstalled`, `OriginalLost`,
  /// `OriginalDamaged`, `StoreUnavailable`.
  void make(Rendition rendition, Urgency urgency, Sink sink) {
    Media media = rendition.media();
    if (media.master() == null || byFfmpeg(media, rendition.spec())) {
      damages.requireSound(media, blobs);
    }
    try {
      makeSound(rendition, urgency, sink);
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.Undecodable && damaged(media)) {
        throw new MediaException(new Failure.OriginalDamaged(media.id()), e);
      }
      throw e;
    }
  }

  /// Records a failure to use the original of `media`, a stored media.
  void note(Media media, Failure failure) {
    damages.note(media, failure);
  }

  /// The upload was proved decodable. A source that no longer decodes may have changed on disk.
  private boolean damaged(Media media) {
    return blobs.verify(Blob.source(media), ReadThrottle.NONE) == OriginalCondition.DAMAGED;
  }

  private void makeSound(Rendition rendition, Urgency urgency, Sink sink) {
    Media media = rendition.media();
    if (byFfmpeg(media, rendition.spec())) {
      makePreview(rendition, urgency, sink);
    } else {
      Single plan = new Single(rendition.spec(), media.picture().size().pixels());
      try (BlobStore.LocalCopy copy = blobs.checkout(Blob.source(media))) {
        Source source = new Source(media.source().type(), copy.path());
        decoders.engine().render(urgency, source, plan, sink);
      }
    }
  }

  /// One rendition of a source of `pixels` pixels.
  private record Single(RenditionSpec spec, long pixels) implements Plan {
    @Override
    public List<Output> outputs(SourceHeader header) {
      return List.of(Output.of(spec));
    }

    @Override
    public CostClass cost(Source source) {
      return CostClass.ofRendition(source.type(), pixels, spec);
    }
  }

  private static boolean byFfmpeg(Media media, RenditionSpec spec) {
    return spec.animated() && media.original().type().kind() == MediaKind.VIDEO;
  }

  private void makePreview(Rendition rendition, Urgency urgency, Sink sink) {
    MediaType type = rendition.media().original().type();
    Ffmpeg reader = decoders.film(type);
    byte[] bytes = preview(rendition.media(), urgency, reader, Container.of(type));
    RenditionSpec spec = rendition.spec();
    if (!RenditionCheck.size(spec.format(), bytes).equals(Optional.of(spec.size()))) {
      EventLog.warn("preview.wrong", "rendition", rendition.key());
      throw new MediaException(new Failure.Undecodable());
    }
    try {
      sink.accept(spec, bytes.length, new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] preview(Media media, Urgency urgency, Ffmpeg reader, Container container) {
    try (BlobStore.LocalCopy video = blobs.checkout(Blob.original(media))) {
      VideoFacts facts = reader.examine(urgency, video.path(), container);
      return reader.preview(urgency, video.path(), container, facts);
    }
  }
}
