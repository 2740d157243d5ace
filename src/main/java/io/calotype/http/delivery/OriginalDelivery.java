package io.calotype.http.delivery;

import io.calotype.access.PublicOriginals;
import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.dialect.OriginalRequest;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.semantics.RequestConditions;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Original;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamagedOriginals;
import java.util.Optional;

/// Delivers originals: `/api/media/{id}/content`.
public final class OriginalDelivery {
  private final Catalog catalog;
  private final MediaLookup lookup;
  private final BlobStore blobs;
  private final DamagedOriginals damages;
  private final PublicOriginals open;
  private final RepresentationWriter writer;

  public OriginalDelivery(
      Catalog catalog,
      BlobStore blobs,
      DamagedOriginals damages,
      MediaLookup lookup,
      PublicOriginals open,
      RepresentationWriter writer) {
    this.catalog = catalog;
    this.blobs = blobs;
    this.damages = damages;
    this.lookup = lookup;
    this.open = open;
    this.writer = writer;
  }

  public void deliver(HttpExchange exchange, MediaId id) {
    OriginalRequest requested = OriginalRequest.parse(exchange.parameters());
    exchange.offload(() -> {
      Media media = lookup.require(exchange, exchange.action(), id);
      lookup.requireAlive(media);
      answer(exchange, media, representation(media, requested));
    });
  }

  private void answer(HttpExchange exchange, Media media, Representation representation) {
    RequestConditions conditions = exchange.conditions();
    exchange.onLoop(() -> {
      if (!writer.answered(exchange, representation, conditions)) {
        exchange.offload(() -> send(exchange, media, representation, conditions));
      }
    });
  }

  private void send(
      HttpExchange exchange,
      Media media,
      Representation representation,
      RequestConditions conditions) {
    damages.requireSound(media, blobs);
    String disposition = representation.disposition(exchange.parameters().get("download"));
    Optional<String> elsewhere =
        writer.redirects().original(exchange, conditions, media, disposition);
    if (elsewhere.isPresent()) {
      exchange.onLoop(() -> writer.redirect(exchange, representation, elsewhere.get()));
    } else {
      Body body = open(media);
      exchange.onLoop(() -> writer.send(exchange, representation, body, conditions));
    }
  }

  /// Opens the original. A concurrent delete may have removed the file.
  private Body open(Media media) {
    try {
      return new Body.Original(blobs.open(Blob.original(media)), media.original().bytes());
    } catch (MediaException e) {
      if (catalog.peek(media.id()).filter(media::sameUpload).isEmpty()) {
        throw new MediaException(new Failure.NotFound(media.id()));
      }
      damages.note(media, e.failure());
      throw e;
    }
  }

  /// The headers for the original of `media`. An original that needs credentials is private to
  /// caches, even if its media is public.
  private Representation representation(Media media, OriginalRequest requested) {
    Original original = media.original();
    String disposition = original.type().inert() ? "inline" : "attachment";
    return new Representation(
        open.opens(media) ? media : media.closed(),
        OriginalRequest.etag(media),
        original.type().contentType(),
        disposition + "; filename=\"" + media.id() + "." + original.type().extension() + "\"",
        requested.cachePolicy(media),
        writer.caches());
  }
}
