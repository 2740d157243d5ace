package io.calotype.catalog.redis;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.DamagedRecords;
import io.calotype.catalog.DataSetClaim;
import io.calotype.catalog.ExpiredPage;
import io.calotype.catalog.LegacyRecords;
import io.calotype.catalog.MediaEvent;
import io.calotype.catalog.Page;
import io.calotype.catalog.Query;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisClaim;
import io.calotype.redis.RedisClock;
import io.calotype.redis.RedisConnections;
import io.calotype.telemetry.Telemetry;
import io.calotype.tickets.TicketStore;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A catalog in Redis.
///
/// Errors of every call, in addition to those of [Catalog]: `Unavailable` within two seconds if
/// Redis is away or does not answer. A change that was not confirmed in time is not applied later.
public final class RedisCatalog implements Catalog {
  private final RedisConnections link;
  private final Clock clock;
  private final ReplicationMeters meters;
  private final DamagedRecords damaged = new DamagedRecords();

  private RedisCatalog(RedisConnections link, Clock clock, ReplicationMeters meters) {
    this.link = link;
    this.clock = new RedisClock(link, clock);
    this.meters = meters;
    meters.observe(link::replicas);
  }

  /// Opens the catalog at `uri`: `redis://`, `rediss://` or `redis-sentinel://` as defined by
  /// Lettuce, or `redis-cluster://host:port,host:port`. Redis need not be reachable yet.
  ///
  /// Errors: an `IOException` with the reason if `uri` is invalid or the server can never be used,
  /// for example because it refuses the password.
  public static RedisCatalog open(String uri, Clock clock, Telemetry telemetry) throws IOException {
    ReplicationMeters meters = new ReplicationMeters(telemetry);
    return new RedisCatalog(RedisConnections.openForChanges(uri), clock, meters);
  }

  /// The clock of Redis, which decides when a media has expired.
  public Clock clock() {
    return clock;
  }

  /// Access to texts of other programs under the keys of records.
  ///
  /// @param maxBytes the maximum length; longer texts are ignored
  public LegacyRecords oldRecords(long maxBytes) {
    return new RedisLegacyRecords(link, clock, maxBytes);
  }

  /// The tickets in the same Redis. They end with the catalog.
  public TicketStore tickets() {
    return new RedisTickets(link);
  }

  @Override
  public boolean add(Media media) {
    RedisCall exchange = RedisCall.ofChange(link);
    return confirmed(exchange, media.id(), RedisRecordWriter.add(exchange, media));
  }

  /// Waits for a replica after a change of the record of `id`. The change is made, and is reported
  /// as such, even if no replica has it in time. Returns `changed`.
  private boolean confirmed(RedisCall exchange, MediaId id, boolean changed) {
    if (changed && !replicated(exchange, id)) {
      meters.unreplicated();
    }
    return changed;
  }

  private static boolean replicated(RedisCall exchange, MediaId id) {
    try {
      return exchange.at(RedisKeys.record(id)).replicated();
    } catch (MediaException lost) { // the connection, after the change
      return false;
    }
  }

  @Override
  public Optional<Media> find(MediaId id) {
    RedisCall exchange = new RedisCall(link);
    StoredTexts texts = StoredTexts.read(exchange, id);
    return found(exchange, texts, id)
        .map(found ->
            found.standing()
                ? KeyExpiries.of(found.media(), texts.left(), exchange.now())
                : found.media());
  }

  /// A copy without a record is valid only if the media has expired, so that Redis may have dropped
  /// the record. Otherwise another program has deleted the record.
  private Optional<RedisRecordReader.Found> found(
      RedisCall exchange, StoredTexts texts, MediaId id) {
    return RedisRecordReader.find(texts, id, damaged)
        .filter(found -> found.standing() || over(exchange, found.media().lifetime()));
  }

  /// Returns whether `lifetime` has ended by the clock of Redis, which drops the record.
  private static boolean over(RedisCall exchange, Lifetime lifetime) {
    return lifetime.over(exchange.now());
  }

  @Override
  public boolean replace(Media old, Media anew) {
    RedisCall exchange = RedisCall.ofChange(link);
    return confirmed(exchange, anew.id(), RecordUpdate.replace(exchange, old, anew));
  }

  /// Checks the key too: another program may have overwritten the record.
  @Override
  public boolean taken(MediaId id) {
    RedisCall exchange = new RedisCall(link);
    StoredTexts texts = StoredTexts.read(exchange, id);
    return texts.keyed() || found(exchange, texts, id).isPresent();
  }

  @Override
  public boolean remove(Media media) {
    RedisCall exchange = RedisCall.ofChange(link);
    return confirmed(exchange, media.id(), removed(exchange, media, found -> true));
  }

  /// Compares digests. A record with members of other programs has others than those of `media`.
  @Override
  public boolean removeUnchanged(Media media) {
    RedisCall exchange = RedisCall.ofChange(link);
    RedisRecordReader.Found expected = new RedisRecordReader.Found(media, true);
    String digests = RedisRecordWriter.digests(media);
    boolean removed = RedisRecordWriter.remove(exchange, expected, digests) == 1;
    return confirmed(exchange, media.id(), removed);
  }

  /// Repeats the removal if an application changes the texts meanwhile.
  private boolean removed(
      RedisCall exchange, Media media, Predicate<RedisRecordReader.Found> condition) {
    while (true) {
      StoredTexts.Versioned read = StoredTexts.readWithDigests(exchange, media.id());
      Optional<RedisRecordReader.Found> found =
          found(exchange, read.texts(), media.id())
              .filter(stored -> stored.media().sameUpload(media))
              .filter(condition);
      long removed =
          found.isEmpty() ? 0 : RedisRecordWriter.remove(exchange, found.get(), read.digests());
      if (removed != 2) {
        return removed == 1;
      }
      exchange.pause(); // throws after the deadline of the call
    }
  }

  /// A media has expired when Redis has dropped its key: Redis' clock alone decides, and an
  /// application may extend the time to live.
  @Override
  public boolean expire(Media media, Instant now) {
    return removed(new RedisCall(link), media, found -> !found.standing());
  }

  @Override
  public boolean removeDamaged(MediaId id) {
    RedisCall exchange = new RedisCall(link);
    try {
      var _ = found(exchange, StoredTexts.read(exchange, id), id);
      return false;
    } catch (MediaException e) {
      if (!(e.failure() instanceof Failure.RecordDamaged)) {
        throw e;
      }
      boolean removed = RedisRecordWriter.removeHome(exchange, id); // list reads repair the lists
      damaged.forget(id);
      return removed;
    }
  }

  @Override
  public void noteFailure(Media media) {
    RedisEvents.add(new RedisCall(link), MediaEvent.failed(media));
  }

  @Override
  public void claim(DataSetClaim claim) throws IOException {
    link.claim(new RedisClaim(claim.identity(), claim.catalog(), claim.former()));
  }

  @Override
  public String identity() {
    return link.catalog();
  }

  @Override
  public Set<String> damaged() {
    return damaged.ids();
  }

  @Override
  public Page list(Query query) {
    return new PageReader(new RedisCall(link), query, damaged).page();
  }

  /// Includes media whose records Redis has dropped, until they are removed. Excludes media whose
  /// time to live in Redis was extended.
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

  /// The next entries after `after`. Redis sorts entries of the same time by id, but cannot start
  /// between two of them.
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

  /// In a cluster every server must answer: any of them may hold a record.
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
