package io.calotype.imaging.vips;

import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Encoding;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.Quality;
import io.calotype.media.transformation.RenditionSpec;
import java.nio.ByteBuffer;

/// Encodes finished pictures with the parameters of each format (ADR-0009).
final class PictureEncoder {
  private static final int WEBP_EFFORT = 4;
  private static final int MOVING_EFFORT = 2;
  private static final int AVIF_EFFORT = 1;
  private static final int PNG_COMPRESSION = 6;

  /// The effort of the search for a palette, 1 to 10. A change needs a new
  /// [io.calotype.imaging.ImageEngine#VERSION].
  private static final int PALETTE_EFFORT = 4;

  /// The quantisation table of ImageMagick: smaller files without a visible difference.
  private static final int JPEG_TABLE = 3;

  /// The quality from which libvips does not subsample.
  private static final int ALL_COLOURS = 90;

  /// A picture with more colours, counted by five bits a sample, looks worse with a palette.
  private static final int MAX_COARSE_COLOURS = 700;

  /// The largest root-mean-square error of a palette that is not visible, in levels of 255.
  private static final double INVISIBLE = 1.5;

  /// A picture of more pixels is encoded as a stream, never whole in memory and without inspection.
  private static final long MAX_INSPECTED = 4_000_000;

  private PictureEncoder() {}

  /// The bytes of a finished picture, which live as long as its scope.
  static ByteBuffer of(Raster picture, RenditionSpec spec) {
    return of(picture, spec, true);
  }

  /// The bytes of a master: a JPEG is baseline, to be decoded fast.
  static ByteBuffer master(Raster picture, RenditionSpec spec) {
    return of(picture, spec, false);
  }

  private static ByteBuffer of(Raster picture, RenditionSpec spec, boolean progressive) {
    boolean keeps = picture.scope().vips().atLeast(8, 15);
    Raster bare = keeps ? picture : bare(picture, spec.profile());
    String kept = spec.profile() == ColorProfile.SOURCE ? "icc" : "none";
    return switch (spec.encoding()) {
      case Encoding.Webp(Quality quality) ->
          finished(webp(bare, quality, spec.frames()), keeps, kept);
      case Encoding.Avif(Quality quality) -> finished(avif(bare, quality), keeps, kept);
      case Encoding.Jpeg(Quality quality) ->
          finished(jpeg(bare, quality.value()).with("interlace", progressive), keeps, kept);
      case Encoding.Png() -> png(bare, keeps, kept);
    };
  }

  private static ByteBuffer finished(Operation save, boolean keeps, String kept) {
    return (keeps ? save.with("keep", kept) : save).bytes();
  }

  /// Removes metadata that an older libvips would write into the file.
  private static Raster bare(Raster picture, ColorProfile profile) {
    Raster bare = picture.without("exif-data", "xmp-data", "iptc-data", "photoshop-data");
    return profile == ColorProfile.SOURCE ? bare : bare.without("icc-profile-data");
  }

  private static Operation webp(Raster picture, Quality quality, Frames frames) {
    return picture
        .then("webpsave_buffer")
        .with("Q", quality.value())
        .with("effort", frames == Frames.ALL ? MOVING_EFFORT : WEBP_EFFORT);
  }

  private static Operation avif(Raster picture, Quality quality) {
    return picture
        .then("heifsave_buffer")
        .with("compression", "av1")
        .with("bitdepth", 8)
        .with("Q", quality.value())
        .with("effort", AVIF_EFFORT);
  }

  /// Encodes a JPEG. A progressive one is smaller. Subsamples colours, unless fine colour edges
  /// would show it.
  private static Operation jpeg(Raster picture, int quality) {
    boolean inspected = quality < ALL_COLOURS && small(picture);
    Raster kept = inspected ? picture.inMemory() : picture;
    boolean all = inspected ? PixelInspection.of(kept).fineColours() : quality >= ALL_COLOURS;
    return kept.then("jpegsave_buffer")
        .with("Q", quality)
        .with("optimize-coding", true)
        .with("quant-table", JPEG_TABLE)
        .with("subsample-mode", all ? "off" : "on");
  }

  /// Whether the picture is small enough to be held in memory.
  static boolean small(Raster picture) {
    return (long) picture.width() * picture.height() <= MAX_INSPECTED;
  }

  private static ByteBuffer png(Raster picture, boolean keeps, String kept) {
    return small(picture)
        ? smallest(picture.inMemory(), keeps, kept)
        : finished(truecolour(picture), keeps, kept);
  }

  /// Encodes a PNG with a palette if that is smaller and not visible, otherwise without one.
  private static ByteBuffer smallest(Raster picture, boolean keeps, String kept) {
    ByteBuffer whole = finished(truecolour(picture), keeps, kept);
    PixelInspection pixels = PixelInspection.of(picture);
    if (!pixels.fewColours(MAX_COARSE_COLOURS)) {
      return whole;
    }
    ByteBuffer small = finished(indexed(picture), keeps, kept);
    boolean smaller = small.remaining() < whole.remaining();
    return smaller && pixels.difference(again(picture, small)) <= INVISIBLE ? small : whole;
  }

  private static Operation truecolour(Raster picture) {
    return picture
        .then("pngsave_buffer")
        .with("compression", PNG_COMPRESSION)
        .with("filter", "all");
  }

  private static Operation indexed(Raster picture) {
    return picture
        .then("pngsave_buffer")
        .with("compression", PNG_COMPRESSION)
        .with("palette", true)
        .with("dither", 0)
        .with("effort", PALETTE_EFFORT);
  }

  /// Decodes an encoded picture, in the bands that `picture` has.
  private static PixelInspection again(Raster picture, ByteBuffer png) {
    Raster read = Bitmaps.png(picture.scope(), png.duplicate());
    boolean opaque = picture.alpha() && !read.alpha();
    return PixelInspection.of(opaque ? read.then("addalpha").image() : read);
  }
}
