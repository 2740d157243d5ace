package io.calotype.http.api;

import io.calotype.access.Caller;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.routing.QueryParameters;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.vertx.core.http.HttpHeaders;
import java.util.Set;

/// Reads single records, and retries failed renders.
public final class MediaHandler {
  private final Renditions renditions;
  private final RenditionMaker maker;
  private final MediaLookup lookup;
  private final MediaJson json;
  private final CachedRenditions cached;

  /// Creates a handler.
  ///
  /// @param renditions renders again after a failure
  /// @param maker reads the EXIF fields of originals
  public MediaHandler(
      Renditions renditions,
      RenditionMaker maker,
      MediaLookup lookup,
      MediaJson json,
      CachedRenditions cached) {
    this.renditions = renditions;
    this.maker = maker;
    this.lookup = lookup;
    this.json = json;
    this.cached = cached;
  }

  public void read(HttpExchange exchange, MediaId id) {
    exchange.parameters().require(Set.of("exif"));
    boolean withExif = exif(exchange.parameters());
    exchange.offload(() -> {
      Media media = allowed(exchange, id);
      lookup.requireAlive(media);
      if (withExif) {
        exchange.json(200, withExif(exchange, media));
      } else {
        answer(exchange, media);
      }
    });
  }

  /// Sends the record, or 304. The tag is computed before the body. A body newer than its tag costs
  /// one more transfer; an older body would stay in the client's cache.
  private void answer(HttpExchange exchange, Media media) {
    RecordTag tag = json.tag(media);
    boolean known = RecordConditions.known(exchange.conditions(), tag);
    byte[] body = known ? new byte[0] : json.media(media);
    exchange.onLoop(() -> {
      exchange.response().putHeader(HttpHeaders.ETAG, tag.text());
      if (known) {
        exchange.notModified();
      } else {
        exchange.jsonNow(200, body);
      }
    });
  }

  private static boolean exif(QueryParameters options) {
    String text = options.get("exif");
    if (text != null && !text.equals("true")) {
      throw QueryParameters.bad("the option exif can only be true");
    }
    return text != null;
  }

  /// The record with the EXIF fields. Reading them needs a renderer and counts as a render.
  private byte[] withExif(HttpExchange exchange, Media media) {
    exchange.budget().pay();
    return json.media(media, ExifDisclosure.shown(maker.exif(media), owns(exchange, media)));
  }

  /// Whether the caller owns the media. Only the owner may see the position of a photograph.
  private static boolean owns(HttpExchange exchange, Media media) {
    return exchange.caller() instanceof Caller.Local
        || (media.owner() != null && media.owner().equals(exchange.caller().owner()));
  }

  /// Lists the renditions of a media in the cache of this node.
  public void renditions(HttpExchange exchange, MediaId id) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      Media media = allowed(exchange, id);
      lookup.requireAlive(media);
      exchange.json(200, cached.json(media));
    });
  }

  /// Retries failed renders of a media, and answers with the updated record.
  public void retry(HttpExchange exchange, MediaId id) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      Media media = allowed(exchange, id);
      lookup.requireAlive(media);
      renditions.retry(media, exchange.budget());
      exchange.json(200, json.media(media));
    });
  }

  /// The media `id`, if the caller may perform the action of the route on it. The general check
  /// precedes the look-up: callers without the right for any media do not learn whether this one
  /// exists.
  private Media allowed(HttpExchange exchange, MediaId id) {
    exchange.require();
    return lookup.require(exchange, exchange.action(), id);
  }
}
