package io.calotype.catalog.redis;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.DamagedRecords;
import io.calotype.catalog.ExpiredPage;
import io.calotype.catalog.OldRecords;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Life;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Records in Redis.
///
/// Errors of every call, beside those of [Catalog]: `Unavailable`, within two seconds, where Redis
/// is away or silent. A change that was not answered in time is not made later either.
public final class RedisCatalog implements Catalog {
  private final Link link;
  private final Clock clock;
  private final DamagedRecords damaged = new DamagedRecords();

  private RedisCatalog(Link link, Clock clock) {
    this.link = link;
    this.clock = clock;
  }

  /// Opens the catalog at `uri`: `redis://`, `rediss://` or `redis-sentinel://`, as Lettuce reads
  /// them, or `redis-cluster://host:port,host:port`. Redis need not be there yet.
  ///
  /// Errors: an `IOException` that says why, where that is no such address, or what answers is a
  /// Redis that cannot be used: it refuses the password, for one.
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
    return Changes.add(new Exchange(link), media);
  }

  @Override
  public Optional<Media> find(MediaId id) {
    Exchange exchange = new Exchange(link);
    String key = Keys.record(id);
    RedisFuture<Long> left = exchange.at(key).send(redis -> redis.pttl(key));
    Optional<Records.Found> found = found(exchange, id);
    long millis = exchange.at(key).await(left);
    return found.map(
        of -> of.standing() ? Lives.of(of.media(), millis, exchange.now()) : of.media());
  }

  /// A copy without a record counts where Redis may have dropped the record, and not where somebody
  /// has deleted it.
  private Optional<Records.Found> found(Exchange exchange, MediaId id) {
    return Records.find(exchange, id, damaged)
        .filter(found -> found.standing() || over(exchange, found.media().life()));
  }

  /// By our clock or by Redis', which has dropped the record.
  private boolean over(Exchange exchange, Life life) {
    return life.over(clock.instant()) || life.over(exchange.now());
  }

  @Override
  public boolean replace(Media old, Media anew) {
    return Remastering.replace(new Exchange(link), old, anew);
  }

  /// Another program may have written over our record.
  @Override
  public boolean taken(MediaId id) {
    Exchange exchange = new Exchange(link);
    String key = Keys.record(id);
    return exchange.at(key).ask(redis -> redis.exists(key)) > 0 || found(exchange, id).isPresent();
  }

  @Override
  public boolean remove(MediaId id) {
    Exchange exchange = new Exchange(link);
    boolean removed;
    try {
      Optional<Records.Found> found = found(exchange, id);
      removed = found.isPresent() && Changes.remove(exchange, found.get());
    } catch (MediaException e) {
      if (!(e.failure() instanceof Failure.RecordDamaged)) {
        throw e;
      }
      removed = Changes.removeHome(exchange, id); // lists drop their entries when they are read
    }
    damaged.forget(id);
    return removed;
  }

  @Override
  public Set<String> damaged() {
    return damaged.ids();
  }

  @Override
  public Page list(Query query) {
    return new Listing(new Exchange(link), query, damaged).page();
  }

  /// Those whose records Redis has dropped are among them, until they are removed; those that
  /// somebody has let live on in Redis are not.
  @Override
  public ExpiredPage expired(Instant now, ExpiredPage.@Nullable Place after, int limit) {
    Exchange exchange = new Exchange(link);
    List<Entry> over = over(exchange, now, after, limit);
    if (over.isEmpty()) {
      return new ExpiredPage(List.of(), null);
    }
    Records.Read left = Records.left(exchange, over.stream().map(Entry::id).toList(), damaged);
    List<Entry> stale = new ArrayList<>();
    List<Media> fitting = Entry.fitting(over, left, stale);
    Entry.mend(exchange, Keys.EXPIRES, stale);
    return new ExpiredPage(Prolonged.without(exchange, fitting), over.getLast().expiry());
  }

  /// The next entries behind `after`. Redis sorts those of one time by their ids, and has no way to
  /// begin between two of them.
  private static List<Entry> over(
      Exchange exchange, Instant now, ExpiredPage.@Nullable Place after, int limit) {
    Range<Long> past =
        Range.from(
            after == null
                ? Range.Boundary.unbounded()
                : Range.Boundary.including(after.expires().toEpochMilli()),
            Range.Boundary.including(now.toEpochMilli()));
    for (int offset = 0; ; offset += limit) {
      Limit some = Limit.create(offset, limit);
      List<ScoredValue<String>> members =
          exchange
              .at(Keys.EXPIRES)
              .ask(redis -> redis.zrangebyscoreWithScores(Keys.EXPIRES, past, some));
      List<Entry> entries =
          members.stream()
              .flatMap(member -> Entry.of(Keys.EXPIRES, member).stream())
              .filter(entry -> entry.isBehind(after))
              .toList();
      if (!entries.isEmpty() || members.size() < limit) {
        return entries;
      }
    }
  }

  /// In a cluster every server must answer: a record may be at any.
  @Override
  public boolean ready() {
    try {
      Exchange exchange = new Exchange(link);
      exchange.everywhere().forEach(there -> there.ask(redis -> redis.dbsize()));
      return exchange.at(Keys.EXPIRES).ask(redis -> redis.exists(Keys.EXPIRES)) >= 0;
    } catch (MediaException | IllegalStateException away) {
      return false;
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
