package io.calotype.catalog.redis;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisScript;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;
import io.calotype.tickets.TicketStore;
import io.calotype.tickets.TicketText;
import java.time.Duration;
import java.util.Optional;

/// Tickets as hashes of Redis, `calotype:ticket:<id>`: the field `text`, and a field for each use,
/// named by the digest of its bytes. The value of a use is `!<incarnation> <media>` once its file
/// is stored, and `<attempts> <until> <media>` before, with the time in milliseconds. Redis drops a
/// ticket whose time is over.
///
/// Errors: those of [RedisCall].
final class RedisTickets implements TicketStore {
  private static final String PREFIX = "calotype:ticket:";
  private static final String TEXT = "text";
  private static final String STORED = "!";

  /// Stores a ticket.
  ///
  /// Arguments: deadline, text, the time until which it is kept in milliseconds.
  private static final RedisScript ADD =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              redis.call('HSET', KEYS[1], 'text', ARGV[2])
              redis.call('PEXPIREAT', KEYS[1], ARGV[3])
              return 1
              """);

  /// Adds a use, or an attempt at one. Returns 0 if the ticket is unknown or all its uses are
  /// stored, and 2 if all its uses are others, of which some may be released.
  ///
  /// Arguments: deadline, digest of the bytes, id of the media, the time in milliseconds for which
  /// the use is held, and the maximum number of uses.
  private static final RedisScript HOLD =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              if redis.call('HEXISTS', KEYS[1], 'text') == 0 then return 0 end
              local ends = now + tonumber(ARGV[4])
              local own = redis.call('HGET', KEYS[1], ARGV[2])
              if own and string.sub(own, 1, 1) == '!' then return 1 end
              local stored, held = 0, 0
              local fields = redis.call('HGETALL', KEYS[1])
              for i = 1, #fields, 2 do
                local untill = string.match(fields[i + 1], '^%d+ (%d+) ')
                if string.sub(fields[i + 1], 1, 1) == '!' then
                  stored = stored + 1
                elseif untill and tonumber(untill) <= now then
                  redis.call('HDEL', KEYS[1], fields[i])
                  if fields[i] == ARGV[2] then own = false end
                elseif untill then
                  held = held + 1
                end
              end
              local attempts, media = 1, ARGV[3]
              if own then
                local before, untill
                before, untill, media = string.match(own, '^(%d+) (%d+) (.*)$')
                attempts = before + 1
                ends = math.max(ends, tonumber(untill))
              elseif stored >= tonumber(ARGV[5]) then
                return 0
              elseif stored + held >= tonumber(ARGV[5]) then
                return 2
              end
              redis.call('HSET', KEYS[1], ARGV[2], string.format('%d %.0f %s', attempts, ends, media))
              return 1
              """);

  /// Marks a use as stored.
  ///
  /// Arguments: deadline, digest of the bytes, its new value.
  private static final RedisScript STORE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              if redis.call('EXISTS', KEYS[1]) == 1 then
                redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
              end
              return 1
              """);

  /// Ends an attempt at a use, and with the last one the use.
  ///
  /// Arguments: deadline, digest of the bytes.
  private static final RedisScript RELEASE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              local use = redis.call('HGET', KEYS[1], ARGV[2]) or ''
              local attempts, rest = string.match(use, '^(%d+)( .*)$')
              if attempts and tonumber(attempts) > 1 then
                redis.call('HSET', KEYS[1], ARGV[2], string.format('%d', attempts - 1) .. rest)
              elseif attempts then
                redis.call('HDEL', KEYS[1], ARGV[2])
              end
              return 1
              """);

  /// Returns 1 if as many uses are stored as the last argument says.
  ///
  /// Arguments: deadline, maximum number of uses.
  private static final RedisScript USED_UP =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              local stored = 0
              for _, value in ipairs(redis.call('HVALS', KEYS[1])) do
                if string.sub(value, 1, 1) == '!' then stored = stored + 1 end
              end
              if stored >= tonumber(ARGV[2]) then return 1 end
              return 0
              """);

  private final RedisConnections connections;

  RedisTickets(RedisConnections connections) {
    this.connections = connections;
  }

  private static String key(TicketId id) {
    return PREFIX + id;
  }

  private RedisCall call(TicketId id) {
    return new RedisCall(connections).at(key(id));
  }

  @Override
  public void add(Ticket ticket) {
    RedisCall call = call(ticket.id());
    var _ =
        call.run(
            ADD,
            new String[] {key(ticket.id())},
            call.deadline(),
            TicketText.of(ticket),
            String.valueOf(ticket.kept().toEpochMilli()));
  }

  @Override
  public Optional<Ticket> find(TicketId id) {
    return field(call(id), id, TEXT).flatMap(text -> TicketText.parse(id, text));
  }

  @Override
  public boolean usedUp(Ticket ticket) {
    RedisCall call = call(ticket.id());
    return call.run(USED_UP, keys(ticket), call.deadline(), count(ticket));
  }

  private static String[] keys(Ticket ticket) {
    return new String[] {key(ticket.id())};
  }

  private static String count(Ticket ticket) {
    return String.valueOf(ticket.allowance().count());
  }

  /// A use that is held cannot be gone when its value is read.
  @Override
  public Use hold(Ticket ticket, Sha256 bytes, MediaId id, Duration time) {
    RedisCall call = call(ticket.id());
    long said =
        call.begin(
                HOLD,
                keys(ticket),
                call.deadline(),
                bytes.hex(),
                id.value(),
                String.valueOf(time.toMillis()),
                count(ticket))
            .getAsLong();
    if (said == 2) {
      return new Use.Busy();
    }
    return said == 0
        ? new Use.UsedUp()
        : field(call, ticket.id(), bytes.hex())
            .map(RedisTickets::parsed)
            .orElseGet(Use.UsedUp::new);
  }

  private static Use parsed(String value) {
    MediaId media = new MediaId(value.substring(value.lastIndexOf(' ') + 1));
    return value.startsWith(STORED)
        ? new Use.Stored(media, value.substring(STORED.length(), value.indexOf(' ')))
        : new Use.Held(media, Integer.parseInt(value.substring(0, value.indexOf(' '))));
  }

  @Override
  public void stored(Ticket ticket, Sha256 bytes, Media media) {
    RedisCall call = call(ticket.id());
    String value = STORED + TicketStore.incarnation(media) + " " + media.id();
    var _ = call.run(STORE, keys(ticket), call.deadline(), bytes.hex(), value);
  }

  @Override
  public void release(Ticket ticket, Sha256 bytes) {
    RedisCall call = call(ticket.id());
    var _ = call.run(RELEASE, keys(ticket), call.deadline(), bytes.hex());
  }

  private static Optional<String> field(RedisCall call, TicketId id, String field) {
    return Optional.ofNullable(call.awaitOrNull(call.send(redis -> redis.hget(key(id), field))));
  }
}
