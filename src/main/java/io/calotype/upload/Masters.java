package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Output;
import io.calotype.imaging.Source;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.Urgency;
import io.calotype.media.Facts;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.VideoInfo;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Framing;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Encoding;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.Quality;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.StagedFile;
import io.calotype.originals.Staging;
import io.calotype.rendition.Decoders;
import io.calotype.video.Container;
import io.calotype.video.Ffmpeg;
import io.calotype.video.VideoFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes masters: the sources of renditions for originals that the bundled libvips cannot decode. A
/// master is a JPEG of quality [#QUALITY] without subsampling, in the colours of its source. It is
/// a PNG if a pixel is not opaque (ADR-0010).
public final class Masters {
  private static final Quality QUALITY = new Quality(95);

  private final Decoders decoders;
  private final Staging staging;

  /// Creates masters with `decoders`, written to `staging`.
  public Masters(Decoders decoders, Staging staging) {
    this.decoders = decoders;
    this.staging = staging;
  }

  /// The version of the programs that decode originals of the type of `source`.
  ///
  /// Errors: `Unavailable` while ffmpeg has not answered yet.
  String maker(Source source) {
    return decoders.version(source.type());
  }

  /// A master, and the facts of the original found while making it.
  ///
  /// @param file the master's file
  /// @param type the master's type
  /// @param clip facts of a video; null for a picture
  /// @param facts facts of a picture; null for a video
  /// @param located whether a video contains its location
  public record Master(
      StagedFile file,
      MediaType type,
      @Nullable VideoInfo clip,
      @Nullable Facts facts,
      boolean located) {

    /// Returns the master as a record describes it.
    public Original described() {
      return Original.fresh(type, file.bytes(), file.digest());
    }

    /// Returns the facts of the original, given those of the master.
    Facts facts(Facts own) {
      return clip != null ? own.of(clip, located) : facts == null ? own : facts;
    }
  }

  /// Makes a master of `source` even if renditions could be made from it directly: a record may
  /// name a master from a time when its type needed one.
  ///
  /// Errors: those of [#of].
  Master again(Source source, long maxPixels, Urgency urgency) {
    return of(source, maxPixels, urgency)
        .orElseGet(() -> made(urgency, decoders.engine(), source, maxPixels, null, false));
  }

  /// Makes the master of `source`; empty if renditions are made from it directly.
  ///
  /// Errors: `NotInstalled`, `TooManyPixels`, `AudioOnly`, and those of [ImageEngine#render].
  Optional<Master> of(Source source, long maxPixels, Urgency urgency) {
    return switch (source.type().decoder()) {
      case BUILT_IN -> Optional.empty();
      case SYSTEM ->
          Optional.of(
              made(urgency, decoders.reader(source.type()), source, maxPixels, null, false));
      case FFMPEG -> Optional.of(ofVideo(urgency, decoders.film(source.type()), source, maxPixels));
    };
  }

  /// Returns the facts of the original `source` of a master that exists, without making one.
  ///
  /// Errors: those of [#of].
  ///
  /// @param own the facts of the master
  Facts facts(Source source, Facts own, long maxPixels, Urgency urgency) {
    return switch (source.type().decoder()) {
      case BUILT_IN -> own;
      case SYSTEM ->
          decoders
              .reader(source.type())
              .render(urgency, source, header -> decoded(header, maxPixels), (_, _, _) -> {})
              .facts();
      case FFMPEG -> {
        VideoFacts facts =
            decoders
                .film(source.type())
                .examine(urgency, source.file(), Container.of(source.type()));
        yield own.of(clip(facts), facts.position());
      }
    };
  }

  private static List<Output> decoded(SourceHeader header, long maxPixels) {
    requireFew(header.size().pixels(), new Failure.TooManyPixels(header.size(), maxPixels));
    return List.of();
  }

  private static VideoInfo clip(VideoFacts facts) {
    return new VideoInfo(facts.duration().toMillis(), facts.videoCodec(), facts.audioCodec());
  }

  private Master ofVideo(Urgency urgency, Ffmpeg reader, Source source, long maxPixels) {
    Container container = Container.of(source.type());
    VideoFacts facts = reader.examine(urgency, source.file(), container);
    requireFew(facts.size().pixels(), new Failure.TooManyPixels(facts.size(), maxPixels));
    VideoInfo clip = clip(facts);
    try (StagedFile poster = staging.place()) {
      reader.poster(urgency, source.file(), container, facts, poster.path());
      Source picture = new Source(MediaType.PNG, poster.path());
      return made(urgency, decoders.engine(), picture, maxPixels, clip, facts.position());
    }
  }

  private static void requireFew(long pixels, Failure.TooManyPixels otherwise) {
    if (pixels > otherwise.limit()) {
      throw new MediaException(otherwise);
    }
  }

  private Master made(
      Urgency urgency,
      ImageEngine reader,
      Source source,
      long maxPixels,
      @Nullable VideoInfo clip,
      boolean located) {
    Taken taken = new Taken();
    try {
      Facts facts =
          reader.render(urgency, source, header -> plan(header, maxPixels), taken::accept).facts();
      return new Master(taken.file(), taken.type(), clip, clip == null ? facts : null, located);
    } catch (RuntimeException failed) {
      taken.drop();
      throw failed;
    }
  }

  private static List<Output> plan(SourceHeader header, long maxPixels) {
    requireFew(header.size().pixels(), new Failure.TooManyPixels(header.size(), maxPixels));
    return List.of(
        Output.master(
            new RenditionSpec(
                header.size(),
                new Encoding.Jpeg(QUALITY),
                Framing.SCALED,
                Color.WHITE,
                Frames.FIRST,
                ColorProfile.SOURCE)));
  }

  /// Receives the master. A renderer lost midway may cause it to arrive twice.
  private final class Taken {
    private @Nullable StagedFile file;
    private MediaType type = MediaType.JPEG;

    void accept(RenditionSpec spec, long length, InputStream bytes) throws IOException {
      drop();
      type = spec.format() == Format.PNG ? MediaType.PNG : MediaType.JPEG;
      file = staging.receive(bytes, head -> length);
    }

    StagedFile file() {
      if (file == null) {
        throw new IllegalStateException("the renderer has sent nothing");
      }
      return file;
    }

    MediaType type() {
      return type;
    }

    void drop() {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
