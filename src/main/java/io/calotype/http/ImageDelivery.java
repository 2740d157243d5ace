package io.calotype.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.access.Action;
import io.calotype.catalog.RecentMedia;
import io.calotype.failure.StoreFaults;
import io.calotype.media.Content;
import io.calotype.media.Format;
import io.calotype.media.Media;
import io.calotype.rendition.Found;
import io.calotype.rendition.Rendition;
import io.calotype.rendition.Renditions;
import io.calotype.rendition.Upgrades;
import io.calotype.telemetry.EventLog;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Delivers renditions: `/images/…` and `/api/media/{id}/thumbnail`.
///
/// A hit stays on the event loop and costs three look-ups in memory: the record, the rendition's
/// formatted headers, the bytes.
final class ImageDelivery {
  private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("cache-status");
  private static final CharSequence SERVER_TIMING = HttpHeaders.createOptimized("server-timing");
  private static final CharSequence MEMORY_HIT =
      HttpHeaders.createOptimized("calotype; hit; detail=memory");
  private static final CharSequence DISK_HIT =
      HttpHeaders.createOptimized("calotype; hit; detail=disk");
  private static final CharSequence MISS = HttpHeaders.createOptimized("calotype; fwd=miss");
  private static final CharSequence SHARED_MISS =
      HttpHeaders.createOptimized("calotype; fwd=miss; collapsed");
  private static final int MAX_PREPARED = 20_000;
  private static final int TRIES = 3;

  private final RecentMedia catalog;
  private final Records records;
  private final Renditions renditions;
  private final Upgrades upgrades;
  private final Sender sender;
  private final Cache<Asked, Prepared> prepared =
      Caffeine.newBuilder().maximumSize(MAX_PREPARED).executor(Runnable::run).build();

  /// What was asked for, with the format decided.
  ///
  /// @param interim whether it stands in for a better one that is still to come
  private record Asked(Wanted wanted, Format format, boolean interim) {}

  /// An answer but for its bytes; good for as long as `rendition.media()` is the record of its id.
  private record Prepared(Rendition rendition, Representation representation) {}

  ImageDelivery(
      RecentMedia catalog,
      Records records,
      Renditions renditions,
      Upgrades upgrades,
      Sender sender) {
    this.catalog = catalog;
    this.records = records;
    this.renditions = renditions;
    this.upgrades = upgrades;
    this.sender = sender;
  }

  void deliver(Exchange exchange, Wanted wanted) {
    Media media = catalog.recent(wanted.id());
    if (media != null && exchange.access().allowedAtOnce(Action.VIEW, media)) {
      answer(exchange, wanted, media);
    } else {
      exchange.offload(() -> {
        Media found = records.require(exchange, Action.VIEW, wanted.id());
        exchange.onLoop(() -> answer(exchange, wanted, found));
      });
    }
  }

  private void answer(Exchange exchange, Wanted wanted, Media media) {
    exchange.require(Action.VIEW, media);
    records.requireAlive(media);
    if (wanted.freeSize() != null && !exchange.access().urlSigned()) {
      throw wanted.freeSize().refusal();
    }
    Conditions conditions = exchange.conditions();
    Prepared answer = chosen(exchange, wanted, media, conditions);
    if (sender.answered(exchange, answer.representation(), conditions)) {
      return;
    }
    Found recent = renditions.recent(answer.rendition());
    if (recent != null && recent.content() instanceof Content.InMemory(ByteBuffer bytes)) {
      send(exchange, answer, new Body.Bytes(bytes), recent, conditions);
    } else {
      exchange.offload(() -> find(exchange, answer, conditions));
    }
  }

  private Prepared chosen(Exchange exchange, Wanted wanted, Media media, Conditions conditions) {
    Format fixed = wanted.format();
    if (fixed != null) {
      return prepare(new Asked(wanted, fixed, false), media);
    }
    Choice choice =
        Choice.of(
            exchange.list(HttpHeaders.ACCEPT),
            media.picture().opaque(),
            upgrades.worth(wanted.of(media, Format.WEBP)),
            () ->
                there(exchange, prepare(new Asked(wanted, Format.AVIF, false), media), conditions));
    return prepare(new Asked(wanted, choice.format(), choice.interim()), media);
  }

  /// Whether the client or a cache has it. If not, it is wished for.
  private boolean there(Exchange exchange, Prepared avif, Conditions conditions) {
    String known = conditions.ifNoneMatch();
    return (known != null && EntityTags.weakMatch(known, avif.rendition().etag()))
        || upgrades.there(avif.rendition(), exchange::paid);
  }

  private Prepared prepare(Asked asked, Media media) {
    Prepared known = prepared.getIfPresent(asked);
    if (known != null && known.rendition().media().equals(media)) {
      return known;
    }
    Prepared fresh = prepared(asked, media);
    prepared.put(asked, fresh);
    return fresh;
  }

  private Prepared prepared(Asked asked, Media media) {
    Wanted wanted = asked.wanted();
    Format format = asked.format();
    Rendition rendition = renditions.describe(media, wanted.of(media, format));
    Representation representation =
        new Representation(
            media,
            rendition.etag(),
            format.contentType(),
            disposition(wanted, format),
            reuse(wanted, media, asked.interim()));
    return new Prepared(rendition, representation);
  }

  /// How long what is `wanted` of `media` may be reused; `interim` where it stands in for a better
  /// format.
  static Reuse reuse(Wanted wanted, Media media, boolean interim) {
    if (interim) {
      return Reuse.interim();
    }
    boolean versioned = media.original().version().equals(wanted.version());
    return wanted.thumbnail()
        ? Reuse.year(versioned, wanted.negotiated())
        : Reuse.hour(versioned, wanted.negotiated());
  }

  private static @Nullable String disposition(Wanted wanted, Format format) {
    return wanted.thumbnail()
        ? "inline; filename=\"" + wanted.id() + "_thumb." + format.extension() + "\""
        : null;
  }

  /// A file may be evicted between finding and opening it; then it is looked for, or made, again.
  private void find(Exchange exchange, Prepared answer, Conditions conditions) {
    for (int tried = 1; ; tried++) {
      Found found = renditions.find(answer.rendition(), exchange::pay);
      try {
        Body body = Body.open(found.content(), renditions::open);
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

  private void send(
      Exchange exchange, Prepared answer, Body body, Found found, Conditions conditions) {
    exchange.response().putHeader(CACHE_STATUS, status(found));
    if (!found.render().isZero()) {
      exchange.response().putHeader(SERVER_TIMING, "render;dur=" + millis(found.render()));
    }
    if (found.hit()) {
      log(answer.rendition(), found.way());
    }
    sender.send(exchange, answer.representation(), body, conditions);
  }

  private static void log(Rendition rendition, Found.Way tier) {
    EventLog.debug("hit", "id", rendition.media().id(), "rendition", rendition.key(), "tier", tier);
  }

  private static CharSequence status(Found found) {
    return switch (found.way()) {
      case MEMORY -> MEMORY_HIT;
      case DISK -> DISK_HIT;
      case RENDERED -> MISS;
      case COLLAPSED -> SHARED_MISS;
    };
  }

  private static String millis(Duration duration) {
    return Double.toString(Math.round(duration.toNanos() / 100_000.0) / 10.0);
  }
}
