package io.calotype.http.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.cache.OpenEntry;
import io.calotype.catalog.CachingCatalog;
import io.calotype.failure.StoreFaults;
import io.calotype.http.dialect.RenditionRequest;
import io.calotype.http.dialect.UrlDialect;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.exchange.Repeatable;
import io.calotype.http.exchange.SmallFiles;
import io.calotype.http.semantics.EntityTags;
import io.calotype.http.semantics.FormatChoice;
import io.calotype.http.semantics.RequestConditions;
import io.calotype.media.Content;
import io.calotype.media.Media;
import io.calotype.media.transformation.Format;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.Renditions;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionResult;
import io.calotype.telemetry.EventLog;
import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Delivers renditions: `/images/…` and `/api/media/{id}/thumbnail`.
///
/// A hit stays on the event loop and costs three look-ups in memory: the record, the rendition's
/// formatted headers, the bytes.
public final class ImageDelivery {
  private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("cache-status");
  private static final CharSequence MEMORY_HIT =
      HttpHeaders.createOptimized("calotype; hit; detail=memory");
  private static final CharSequence DISK_HIT =
      HttpHeaders.createOptimized("calotype; hit; detail=disk");
  private static final CharSequence MISS = HttpHeaders.createOptimized("calotype; fwd=miss");
  private static final CharSequence SHARED_HIT =
      HttpHeaders.createOptimized("calotype; hit; detail=shared");
  private static final CharSequence SHARED_MISS =
      HttpHeaders.createOptimized("calotype; fwd=miss; collapsed");
  private static final int MAX_PREPARED = 20_000;
  private static final int TRIES = 3;

  private final UrlDialect dialect;
  private final CachingCatalog catalog;
  private final MediaLookup lookup;
  private final Renditions renditions;
  private final AvifUpgrades upgrades;
  private final RepresentationWriter writer;
  private final Cache<VariantKey, PreparedResponse> prepared =
      Caffeine.newBuilder().maximumSize(MAX_PREPARED).executor(Runnable::run).build();

  /// A request with its format decided.
  ///
  /// @param interim whether the format replaces a better one until that is ready
  private record VariantKey(RenditionRequest requested, Format format, boolean interim) {}

  /// An answer without its bytes. Valid while `rendition.media()` equals the current record of its
  /// id.
  ///
  /// @param lasting whether an equal request has the same answer, whatever the state of caches and
  ///   signatures
  private record PreparedResponse(
      Rendition rendition, Representation representation, boolean lasting) {}

  public ImageDelivery(
      UrlDialect dialect,
      CachingCatalog catalog,
      MediaLookup lookup,
      Renditions renditions,
      AvifUpgrades upgrades,
      RepresentationWriter writer) {
    this.dialect = dialect;
    this.catalog = catalog;
    this.lookup = lookup;
    this.renditions = renditions;
    this.upgrades = upgrades;
    this.writer = writer;
  }

  public void deliver(HttpExchange exchange) {
    RenditionRequest requested = dialect.parse(exchange.target(), exchange.parameters());
    Media media = catalog.recent(requested.id());
    if (media != null && exchange.access().allowedAtOnce(exchange.action(), media)) {
      answer(exchange, requested, media);
    } else {
      exchange.offload(() -> {
        Media found = lookup.require(exchange, exchange.action(), requested.id());
        exchange.onLoop(() -> answer(exchange, requested, found));
      });
    }
  }

  private void answer(HttpExchange exchange, RenditionRequest requested, Media media) {
    exchange.require(exchange.action(), media);
    lookup.requireAlive(media);
    requested.requireSize(exchange.access()::urlSigned);
    RequestConditions conditions = exchange.conditions();
    PreparedResponse answer = chosen(exchange, requested, media, conditions);
    if (answer.lasting()) {
      writer.mayRepeat(exchange, media, answer.rendition());
    }
    if (writer.answered(exchange, answer.representation(), conditions)) {
      if (conditions.ifNoneMatch() == null) {
        exchange.repeatable(null); // no tag has chosen the format: the AVIF in the cache may have
      }
      return;
    }
    RenditionResult recent = renditions.recent(answer.rendition());
    if (recent != null && recent.content() instanceof Content.InMemory(ByteBuffer bytes)) {
      send(exchange, answer, new Body.Bytes(bytes), recent, conditions);
    } else if (!sentFromOpenFile(exchange, answer, conditions)) {
      exchange.offload(() -> find(exchange, answer, conditions));
    }
  }

  /// Sends the rendition from a file that is open. Returns false if there is none.
  private boolean sentFromOpenFile(
      HttpExchange exchange, PreparedResponse answer, RequestConditions conditions) {
    OpenEntry open = renditions.findOpen(answer.rendition());
    Body body = open == null ? null : body(exchange, open);
    if (open == null || body == null) {
      return false;
    }
    renditions.countOpenHit(answer.rendition(), open.content().length());
    Repeatable basis = exchange.repeatable();
    exchange.repeatable(basis == null ? null : basis.fromFile());
    send(exchange, answer, body, RenditionResult.onDisk(open.content()), conditions);
    return true;
  }

  private static @Nullable Body body(HttpExchange exchange, OpenEntry open) {
    long length = open.content().length();
    if (exchange.head() || !SmallFiles.fits(length)) {
      return new Body.File(open.file(), length);
    }
    ByteBuf bytes = SmallFiles.read(open);
    return bytes == null ? null : new Body.Small(bytes);
  }

  private PreparedResponse chosen(
      HttpExchange exchange,
      RenditionRequest requested,
      Media media,
      RequestConditions conditions) {
    Format fixed = requested.format();
    if (fixed != null) {
      return prepare(new VariantKey(requested, fixed, false), media);
    }
    String accept = exchange.list(HttpHeaders.ACCEPT);
    boolean opaque = media.picture().opaque();
    boolean avif = upgrades.worth(requested.of(media, Format.WEBP));
    FormatChoice best = FormatChoice.best(accept, opaque, avif);
    PreparedResponse answer = prepare(new VariantKey(requested, best.format(), false), media);
    if (best.format() != Format.AVIF || there(answer, conditions)) {
      return answer;
    }
    upgrades.request(answer.rendition(), exchange.budget());
    FormatChoice interim = FormatChoice.interim(accept, opaque);
    return prepare(new VariantKey(requested, interim.format(), true), media);
  }

  /// Whether the client or a cache has the AVIF rendition `avif`.
  private boolean there(PreparedResponse avif, RequestConditions conditions) {
    String known = conditions.ifNoneMatch();
    return (known != null && EntityTags.weakMatch(known, avif.rendition().etag()))
        || upgrades.ready(avif.rendition());
  }

  private PreparedResponse prepare(VariantKey variant, Media media) {
    PreparedResponse known = prepared.getIfPresent(variant);
    if (known != null && known.rendition().media().equals(media)) {
      return known;
    }
    PreparedResponse fresh = prepared(variant, media);
    prepared.put(variant, fresh);
    return fresh;
  }

  private PreparedResponse prepared(VariantKey variant, Media media) {
    RenditionRequest requested = variant.requested();
    Format format = variant.format();
    Rendition rendition = renditions.describe(media, requested.of(media, format));
    Representation representation =
        new Representation(
            media,
            rendition.etag(),
            format.contentType(),
            disposition(requested, format),
            requested.cachePolicy(media, variant.interim()),
            writer.caches());
    boolean lasting = !variant.interim() && requested.freeSize() == null;
    return new PreparedResponse(rendition, representation, lasting);
  }

  private static @Nullable String disposition(RenditionRequest requested, Format format) {
    return requested.thumbnail()
        ? "inline; filename=\"" + requested.id() + "_thumb." + format.extension() + "\""
        : null;
  }

  /// Finds and sends the rendition. A file may be evicted between look-up and opening; the method
  /// then looks it up or renders it again, in at most 3 attempts.
  private void find(HttpExchange exchange, PreparedResponse answer, RequestConditions conditions) {
    for (int tried = 1; ; tried++) {
      RenditionResult found = renditions.find(answer.rendition(), exchange.budget());
      try {
        Body body = open(answer.rendition(), found.content());
        exchange.onLoop(() -> send(exchange, answer, body, found, conditions));
        return;
      } catch (IOException gone) {
        renditions.forget(answer.rendition());
        if (tried == TRIES) {
          throw StoreFaults.of(gone);
        }
      }
    }
  }

  private Body open(Rendition rendition, Content content) throws IOException {
    return switch (content) {
      case Content.InMemory(ByteBuffer bytes) -> new Body.Bytes(bytes);
      case Content.InFile file ->
          new Body.File(renditions.open(rendition, file).file(), file.length());
    };
  }

  private void send(
      HttpExchange exchange,
      PreparedResponse answer,
      Body body,
      RenditionResult found,
      RequestConditions conditions) {
    String elsewhere = elsewhere(exchange, answer, body, conditions);
    if (elsewhere != null) {
      writer.redirect(exchange, answer.representation(), body, elsewhere);
    } else if (writer
        .redirects()
        .mayBeStored(exchange, conditions, answer.rendition().media(), body.length())) {
      writer.redirectIfStored(
          exchange,
          answer.representation(),
          answer.rendition(),
          body,
          () -> sendHere(exchange, answer, body, found, conditions));
    } else {
      sendHere(exchange, answer, body, found, conditions);
    }
  }

  private void sendHere(
      HttpExchange exchange,
      PreparedResponse answer,
      Body body,
      RenditionResult found,
      RequestConditions conditions) {
    exchange.response().putHeader(CACHE_STATUS, status(found));
    writer.timing().write(exchange.response(), found.render());
    if (found.hit()) {
      log(answer.rendition(), found.origin());
    }
    writer.send(exchange, answer.representation(), body, conditions);
  }

  private @Nullable String elsewhere(
      HttpExchange exchange, PreparedResponse answer, Body body, RequestConditions conditions) {
    boolean negotiated = answer.representation().negotiated();
    return writer
        .redirects()
        .rendition(exchange, conditions, answer.rendition(), negotiated, body.length());
  }

  private static void log(Rendition rendition, RenditionResult.Origin tier) {
    EventLog.debug("hit", "id", rendition.media().id(), "rendition", rendition.key(), "tier", tier);
  }

  private static CharSequence status(RenditionResult found) {
    return switch (found.origin()) {
      case MEMORY -> MEMORY_HIT;
      case DISK -> DISK_HIT;
      case SHARED -> SHARED_HIT;
      case RENDERED -> MISS;
      case COLLAPSED -> SHARED_MISS;
    };
  }
}
