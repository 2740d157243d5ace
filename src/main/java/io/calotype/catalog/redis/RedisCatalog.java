package io.calotype.catalog.redis;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.OldRecords;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Records in Redis.
///
/// Errors of every call, beside those of [Catalog]: `Unavailable`, within two seconds, where Redis
/// is away or silent. A change that was not answered in time is not made later either.
public final class RedisCatalog implements Catalog {
  /// How long Redis keeps the record of a media that has expired: upkeep comes by in that time, and
  /// until then it is found, and known to be gone. Without upkeep its copy stays behind.
  static final Duration GRACE = Duration.ofDays(1);

  private final Link link;
  private final Clock clock;

  private RedisCatalog(Link link, Clock clock) {
    this.link = link;
    this.clock = clock;
  }

  /// Opens the catalog at `uri`: `redis://`, `rediss://` or `redis-sentinel://`, as Lettuce reads
  /// them. Redis need not be there yet.
  ///
  /// Errors: an `IOException` that says why, where that is no such address, or what answers is a
  /// Redis that cannot be used: it refuses the password, or is a cluster.
  public static RedisCatalog open(String uri, Clock clock) throws IOException {
    return new RedisCatalog(Link.open(uri), clock);
  }

  /// What others have written under the names of our records.
  ///
  /// @param maxBytes the longest text that is looked at
  public OldRecords oldRecords(long maxBytes) {
    return new RedisOldRecords(link, clock, maxBytes);
  }

  @Override
  public boolean add(Media media) {
    Exchange exchange = new Exchange(link);
    String whole = RecordJson.whole(media);
    String record = RecordJson.fitted(media, whole);
    Instant expires = media.life().expires();
    return exchange.run(
        Script.ADD,
        Keys.all(media),
        exchange.deadline(),
        media.id().value(),
        record,
        expires == null && record.equals(whole) ? "" : whole,
        String.valueOf(media.life().created().toEpochMilli()),
        expires == null ? "" : String.valueOf(expires.toEpochMilli()),
        String.valueOf(GRACE.toMillis()));
  }

  @Override
  public Optional<Media> find(MediaId id) {
    return found(new Exchange(link), id).map(Records.Found::media);
  }

  /// A copy without a record counts where Redis may have dropped the record, and not where somebody
  /// has deleted it.
  private Optional<Records.Found> found(Exchange exchange, MediaId id) {
    return Records.find(exchange, id)
        .filter(found -> found.standing() || found.media().life().over(clock.instant()));
  }

  @Override
  public boolean remove(MediaId id) {
    Exchange exchange = new Exchange(link);
    Optional<Records.Found> found = found(exchange, id);
    return found.isPresent() && remove(exchange, found.get());
  }

  private static boolean remove(Exchange exchange, Records.Found found) {
    return exchange.run(
        Script.REMOVE,
        Keys.all(found.media()),
        exchange.deadline(),
        found.media().id().value(),
        found.standing() ? "1" : "");
  }

  @Override
  public Page list(Query query) {
    return new Listing(new Exchange(link), query).page();
  }

  /// Those whose records Redis has dropped are among them, until they are removed.
  @Override
  public List<Media> expired(Instant now, int limit) {
    Exchange exchange = new Exchange(link);
    List<Entry> over = over(exchange, now, limit);
    while (!over.isEmpty()) {
      List<MediaId> ids = over.stream().map(Entry::id).toList();
      Map<MediaId, Media> left = Records.left(exchange, ids);
      Entry.mend(
          exchange, Keys.EXPIRES, over.stream().filter(entry -> !left.containsKey(entry.id())));
      if (!left.isEmpty()) {
        return List.copyOf(left.values());
      }
      over = over(exchange, now, limit);
    }
    return List.of();
  }

  private static List<Entry> over(Exchange exchange, Instant now, int limit) {
    Range<Long> past =
        Range.from(Range.Boundary.unbounded(), Range.Boundary.including(now.toEpochMilli()));
    return exchange
        .ask(redis -> redis.zrangebyscoreWithScores(Keys.EXPIRES, past, Limit.create(0, limit)))
        .stream()
        .flatMap(member -> Entry.of(Keys.EXPIRES, member).stream())
        .toList();
  }

  @Override
  public boolean ready() {
    try {
      return new Exchange(link).ask(redis -> redis.exists(Keys.EXPIRES)) >= 0;
    } catch (MediaException | IllegalStateException away) {
      return false;
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
