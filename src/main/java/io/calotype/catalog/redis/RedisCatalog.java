package io.calotype.catalog.redis;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.DamagedRecords;
import io.calotype.catalog.ExpiredPage;
import io.calotype.catalog.LegacyRecords;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Lifetime;
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
  private final RedisConnections link;
  private final Clock clock;
  private final DamagedRecords damaged = new DamagedRecords();

  private RedisCatalog(RedisConnections link, Clock clock) {
    this.link = link;
    this.clock = clock;
  }

  /// Opens the catalog at `uri`: `redis://`, `rediss://` or `redis-sentinel://`, as Lettuce reads
  /// them, or `redis-cluster://host:port,host:port`. Redis need not be there yet.
  ///
  /// Errors: an `IOException` that says why, where that is no such address, or what answers is a
  /// Redis that cannot be used: it refuses the password, for one.
  public static RedisCatalog open(String uri, Clock clock) throws IOException {
    return new RedisCatalog(RedisConnections.open(uri), clock);
  }

  /// What others have written under the names of our records.
  ///
  /// @param maxBytes the longest text that is looked at
  public LegacyRecords oldRecords(long maxBytes) {
    return new RedisLegacyRecords(link, clock, maxBytes);
  }

  @Override
  public boolean add(Media media) {
    return RedisRecordWriter.add(new RedisCall(link), media);
  }

  @Override
  public Optional<Media> find(MediaId id) {
    RedisCall exchange = new RedisCall(link);
    String key = RedisKeys.record(id);
    RedisFuture<Long> left = exchange.at(key).send(redis -> redis.pttl(key));
    Optional<RedisRecordReader.Found> found = found(exchange, id);
    long millis = exchange.at(key).await(left);
    return found.map(
        of -> of.standing() ? KeyExpiries.of(of.media(), millis, exchange.now()) : of.media());
  }

  /// A copy without a record counts where Redis may have dropped the record, and not where somebody
  /// has deleted it.
  private Optional<RedisRecordReader.Found> found(RedisCall exchange, MediaId id) {
    return RedisRecordReader.find(exchange, id, damaged)
        .filter(found -> found.standing() || over(exchange, found.media().lifetime()));
  }

  /// By our clock or by Redis', which has dropped the record.
  private boolean over(RedisCall exchange, Lifetime lifetime) {
    return lifetime.over(clock.instant()) || lifetime.over(exchange.now());
  }

  @Override
  public boolean replace(Media old, Media anew) {
    return MasterUpdate.replace(new RedisCall(link), old, anew);
  }

  /// Another program may have written over our record.
  @Override
  public boolean taken(MediaId id) {
    RedisCall exchange = new RedisCall(link);
    String key = RedisKeys.record(id);
    return exchange.at(key).ask(redis -> redis.exists(key)) > 0 || found(exchange, id).isPresent();
  }

  @Override
  public boolean remove(MediaId id) {
    RedisCall exchange = new RedisCall(link);
    boolean removed;
    try {
      Optional<RedisRecordReader.Found> found = found(exchange, id);
      removed = found.isPresent() && RedisRecordWriter.remove(exchange, found.get());
    } catch (MediaException e) {
      if (!(e.failure() instanceof Failure.RecordDamaged)) {
        throw e;
      }
      removed =
          RedisRecordWriter.removeHome(exchange, id); // lists drop their entries when they are read
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
    return new PageReader(new RedisCall(link), query, damaged).page();
  }

  /// Those whose records Redis has dropped are among them, until they are removed; those that
  /// somebody has let live on in Redis are not.
  @Override
  public ExpiredPage expired(Instant now, ExpiredPage.@Nullable Place after, int limit) {
    RedisCall exchange = new RedisCall(link);
    List<ListEntry> over = over(exchange, now, after, limit);
    if (over.isEmpty()) {
      return new ExpiredPage(List.of(), null);
    }
    RedisRecordReader.Read left =
        RedisRecordReader.left(exchange, over.stream().map(ListEntry::id).toList(), damaged);
    List<ListEntry> stale = new ArrayList<>();
    List<Media> fitting = ListEntry.fitting(over, left, stale);
    ListEntry.mend(exchange, RedisKeys.EXPIRES, stale);
    return new ExpiredPage(ExtendedTtl.without(exchange, fitting), over.getLast().expiry());
  }

  /// The next entries behind `after`. Redis sorts those of one time by their ids, and has no way to
  /// begin between two of them.
  private static List<ListEntry> over(
      RedisCall exchange, Instant now, ExpiredPage.@Nullable Place after, int limit) {
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
              .at(RedisKeys.EXPIRES)
              .ask(redis -> redis.zrangebyscoreWithScores(RedisKeys.EXPIRES, past, some));
      List<ListEntry> entries =
          members.stream()
              .flatMap(member -> ListEntry.of(RedisKeys.EXPIRES, member).stream())
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
      RedisCall exchange = new RedisCall(link);
      exchange.everywhere().forEach(there -> there.ask(redis -> redis.dbsize()));
      return exchange.at(RedisKeys.EXPIRES).ask(redis -> redis.exists(RedisKeys.EXPIRES)) >= 0;
    } catch (MediaException | IllegalStateException away) {
      return false;
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
