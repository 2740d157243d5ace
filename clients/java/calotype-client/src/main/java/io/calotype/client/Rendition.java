package io.calotype.client;

import java.util.LinkedHashMap;
import java.util.Map;

/// A picture made from a media: a preset or the whole picture, with options. Each method returns a
/// copy.
public final class Rendition {
  private final String preset;
  private final Map<String, String> options;

  /// The whole picture.
  public Rendition() {
    this(null, Map.of());
  }

  /// @param preset a preset of the server, such as `medium`
  public Rendition(String preset) {
    this(preset, Map.of());
  }

  private Rendition(String preset, Map<String, String> options) {
    this.preset = preset;
    this.options = options;
  }

  /// @param pixels the width of the box
  public Rendition width(int pixels) {
    return with("w", Integer.toString(pixels));
  }

  /// @param pixels the height of the box
  public Rendition height(int pixels) {
    return with("h", Integer.toString(pixels));
  }

  /// @param fit `inside`, `cover` or `contain`
  public Rendition fit(String fit) {
    return with("fit", fit);
  }

  /// @param format `auto`, `webp`, `avif`, `jpeg` or `png`
  public Rendition format(String format) {
    return with("format", format);
  }

  /// @param quality 1 to 100
  public Rendition quality(int quality) {
    return with("q", Integer.toString(quality));
  }

  /// @param token a token of a private media, by [Calotype#sign] or [Signatures#mediaToken]
  public Rendition token(String token) {
    return with("t", token);
  }

  /// Any other option of the server, such as `gravity`.
  public Rendition with(String option, String value) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put(option, value);
    return new Rendition(preset, all);
  }

  /// The URL of this rendition.
  ///
  /// @param link the link `image` of a media, with or without a query
  String url(String link) {
    int mark = link.indexOf('?');
    Map<String, String> parameters = Percent.parameters(mark < 0 ? "" : link.substring(mark + 1));
    parameters.putAll(options);
    String path = mark < 0 ? link : link.substring(0, mark);
    return path + (preset == null ? "" : "/" + Percent.encode(preset)) + Percent.query(parameters);
  }
}
