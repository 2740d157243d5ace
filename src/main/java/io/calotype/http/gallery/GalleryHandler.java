package io.calotype.http.gallery;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Handles `GET /` and `GET /assets/{file}`: the gallery.
public final class GalleryHandler {
  private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence REFERRER = HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence PERMISSIONS = HttpHeaders.createOptimized("permissions-policy");
  private static final CharSequence OPENER =
      HttpHeaders.createOptimized("cross-origin-opener-policy");
  private static final CharSequence CORP =
      HttpHeaders.createOptimized("cross-origin-resource-policy");
  private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");
  private static final CharSequence REVALIDATED = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence IMMUTABLE =
      HttpHeaders.createOptimized("public, max-age=31536000, immutable");

  private final GalleryFiles files;
  private final CharSequence contentSecurity;

  /// Creates the handler.
  ///
  /// @param elsewhere URLs of a CDN and a bucket, from which the server's redirects deliver media
  public GalleryHandler(GalleryFiles files, List<URI> elsewhere) {
    this.files = files;
    this.contentSecurity = HttpHeaders.createOptimized(PagePolicy.contentSecurity(elsewhere));
  }

  /// Sends the page.
  public void page(HttpExchange exchange) {
    GalleryFile page = require(files.find(GalleryFile.PAGE));
    HttpServerResponse response = exchange.response();
    response.putHeader(CSP, contentSecurity);
    response.putHeader(REFERRER, SAME_ORIGIN);
    response.putHeader(PERMISSIONS, PagePolicy.PERMISSIONS);
    response.putHeader(OPENER, SAME_ORIGIN);
    send(exchange, page, REVALIDATED);
  }

  /// Sends the file that the path names.
  public void asset(HttpExchange exchange) {
    GalleryFile file = require(files.find(exchange.target().parameter("{file}")));
    send(exchange, file, file.name().equals(GalleryFile.PAGE) ? REVALIDATED : IMMUTABLE);
  }

  private static GalleryFile require(@Nullable GalleryFile file) {
    if (file == null) {
      throw new MediaException(new Failure.NoSuchPath());
    }
    return file;
  }

  private void send(HttpExchange exchange, GalleryFile file, CharSequence cacheControl) {
    exchange.response().putHeader(CORP, SAME_ORIGIN);
    file.content()
        .begin(exchange, cacheControl)
        .ifPresent(coding -> sendBody(exchange, file, coding));
  }

  private void sendBody(HttpExchange exchange, GalleryFile file, String coding) {
    byte[] body = files.loaded(file, coding);
    if (body == null) {
      exchange.offload(() -> {
        byte[] loaded = files.load(file, coding);
        exchange.onLoop(() -> exchange.end(file.content().type(), loaded));
      });
    } else {
      exchange.end(file.content().type(), body);
    }
  }
}
