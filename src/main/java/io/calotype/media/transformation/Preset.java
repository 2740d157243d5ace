package io.calotype.media.transformation;

import io.calotype.media.Media;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A named rendition.
///
/// @param name as in URLs
/// @param transformation the transformation of any picture
/// @param format its format; null leaves it to the URL
/// @param videoPart the part of a video that it shows
public record Preset(
    String name, Transformation transformation, @Nullable Format format, VideoPart videoPart) {
  /// The whole picture, which has no name.
  public static final Preset WHOLE = new Preset("", Transformation.WHOLE, null, VideoPart.POSTER);

  /// 200 pixels, for lists and avatars.
  public static final Preset SMALL = square("small", 200);

  /// 400 pixels, for grids.
  public static final Preset MEDIUM = square("medium", 400);

  /// 800 pixels, for a picture in a text.
  public static final Preset LARGE = square("large", 800);

  /// Three seconds of a video, or all of an animation, inside 320 pixels.
  public static final Preset PREVIEW =
      new Preset("preview", Transformation.into(Box.square(320)), Format.WEBP, VideoPart.CLIP);

  /// The built-in presets.
  public static final List<Preset> BUILT_IN = List.of(SMALL, MEDIUM, LARGE, PREVIEW);

  /// The part of a video that a preset shows.
  public enum VideoPart {
    /// One frame.
    POSTER,
    /// Three seconds.
    CLIP
  }

  private static Preset square(String name, int side) {
    return new Preset(name, still(Box.square(side)), null, VideoPart.POSTER);
  }

  private static Transformation still(Box box) {
    return Transformation.into(box).withFrames(Frames.FIRST);
  }

  /// Returns this preset with another transformation.
  public Preset with(Transformation other) {
    return new Preset(name, other, format, videoPart);
  }

  /// Returns the spec of this preset for `media`, in the format `made`.
  public RenditionSpec of(Media media, Format made) {
    return with(transformation.focused(media.labels().focus()))
        .of(media.source().type(), media.rendered(), made);
  }

  /// Returns the spec of this preset for a picture, in the format `made`.
  ///
  /// A clip of a video ignores density and quality: ffmpeg makes it at one fixed size and quality,
  /// so that all requests share one rendition.
  ///
  /// @param type the type of the picture's source
  public RenditionSpec of(MediaType type, Picture picture, Format made) {
    boolean clip =
        videoPart == VideoPart.CLIP
            && transformation.frames() == Frames.ALL
            && made.animates()
            && picture.facts().clip() != null;
    return clip
        ? PREVIEW.transformation.of(type, picture, made).withAllFrames()
        : transformation.of(type, picture, made);
  }
}
