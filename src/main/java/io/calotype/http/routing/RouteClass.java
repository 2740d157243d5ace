package io.calotype.http.routing;

import java.util.Locale;

/// The classes of routes. Their small number limits the label values of metrics.
public enum RouteClass {
  IMAGE,
  THUMBNAIL,
  ORIGINAL,
  UPLOAD,
  API,
  EVENTS,
  OPERATIONS,
  PAGE,
  OTHER;

  /// The label in metrics.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether the routes deliver the bytes of a media.
  public boolean delivers() {
    return this == IMAGE || this == THUMBNAIL || this == ORIGINAL;
  }
}
