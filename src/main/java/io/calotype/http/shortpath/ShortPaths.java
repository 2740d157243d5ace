package io.calotype.http.shortpath;

import io.calotype.catalog.CachingCatalog;
import io.calotype.http.exchange.DateHeader;
import io.calotype.http.exchange.RequestMeters;
import io.calotype.rendition.Renditions;
import io.calotype.telemetry.Telemetry;

/// Creates the short path of each event loop.
public final class ShortPaths {
  /// The bytes of all known answers: about 12,000.
  private static final long MAX_BYTES = 16 << 20;

  private final CachingCatalog catalog;
  private final Renditions renditions;
  private final boolean proxied;
  private final ShortPathMeters meters;

  /// Creates short paths.
  ///
  /// @param proxied whether the server answers requests with the headers of proxies, and ignores
  ///   these headers
  public ShortPaths(
      CachingCatalog catalog, Renditions renditions, boolean proxied, Telemetry telemetry) {
    this.catalog = catalog;
    this.renditions = renditions;
    this.proxied = proxied;
    this.meters = new ShortPathMeters(telemetry);
  }

  /// Creates the short path of one of `loops` event loops.
  public ShortPath ofLoop(int loops, DateHeader date, RequestMeters requests) {
    return new ShortPath(
        new CurrentAnswers(catalog, renditions),
        new KnownAnswers(MAX_BYTES / loops),
        new PlainRequest(proxied),
        new ShortPath.Records(date, requests, meters));
  }
}
