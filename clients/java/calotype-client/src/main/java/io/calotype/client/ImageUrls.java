package io.calotype.client;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// URLs of renditions: paths, or absolute if the server knows its public URL. They are made without
/// a request.
public final class ImageUrls {
  private static final int[] WIDTHS = {320, 640, 960, 1280, 1920, 2560};

  private ImageUrls() {}

  /// The URL of a rendition of a record, with the version of the media.
  public static String imageUrl(Media media, Rendition rendition) {
    return rendition.url(media.links().image());
  }

  /// The URL of a rendition of an id.
  public static String imageUrl(String id, Rendition rendition) {
    return rendition.url("/images/" + Percent.encode(id));
  }

  /// The value of `srcset` in [#widths], for an `img`.
  public static String srcset(Media media) {
    return srcset(media, new Rendition(), widths(media.width()));
  }

  /// The value of `srcset` for an `img`, with a width descriptor for each URL.
  public static String srcset(Media media, Rendition rendition, int... widths) {
    return Arrays.stream(widths)
        .mapToObj(width -> imageUrl(media, rendition.width(width)) + " " + width + "w")
        .collect(Collectors.joining(", "));
  }

  /// The widths of a `srcset` for a picture of `width` pixels: no wider than the picture, but for
  /// one.
  public static int[] widths(int width) {
    IntStream narrower = Arrays.stream(WIDTHS).filter(one -> one < width);
    IntStream enough = Arrays.stream(WIDTHS).filter(one -> one >= width).limit(1);
    return IntStream.concat(narrower, enough).toArray();
  }
}
