package io.calotype.catalog.redis;

import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisScript;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;
import io.calotype.tickets.TicketStore;
import io.calotype.tickets.TicketText;
import java.util.Optional;

/// Tickets as hashes of Redis, `calotype:ticket:<id>`: the field `text`, and one field for each
/// use, the digest of the bytes, with the id of the media and, once it is stored, an `!` in front.
/// Redis drops a ticket that is kept no more.
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

  /// Adds a use. Returns 0 if the ticket is not stored or used up.
  ///
  /// Arguments: deadline, digest of the bytes, id of the media, maximum number of uses.
  private static final RedisScript USE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1 then return 1 end
              local fields = redis.call('HLEN', KEYS[1])
              if fields == 0 or fields - 1 >= tonumber(ARGV[4]) then return 0 end
              redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
              return 1
              """);

  /// Marks a use as stored.
  ///
  /// Arguments: deadline, digest of the bytes.
  private static final RedisScript STORED_USE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              local media = redis.call('HGET', KEYS[1], ARGV[2])
              if media and string.sub(media, 1, 1) ~= '!' then
                redis.call('HSET', KEYS[1], ARGV[2], '!' .. media)
              end
              return 1
              """);

  /// Deletes a use that is not stored.
  ///
  /// Arguments: deadline, digest of the bytes.
  private static final RedisScript RELEASE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              local media = redis.call('HGET', KEYS[1], ARGV[2])
              if media and string.sub(media, 1, 1) ~= '!' then
                redis.call('HDEL', KEYS[1], ARGV[2])
              end
              return 1
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
  public Optional<Use> use(Ticket ticket, Sha256 bytes, MediaId id) {
    RedisCall call = call(ticket.id());
    boolean used =
        call.run(
            USE,
            new String[] {key(ticket.id())},
            call.deadline(),
            bytes.hex(),
            id.value(),
            String.valueOf(ticket.allowance().count()));
    return used
        ? field(call, ticket.id(), bytes.hex()).map(RedisTickets::parsed)
        : Optional.empty();
  }

  private static Use parsed(String value) {
    boolean stored = value.startsWith(STORED);
    return new Use(new MediaId(stored ? value.substring(STORED.length()) : value), stored);
  }

  @Override
  public void stored(Ticket ticket, Sha256 bytes) {
    change(STORED_USE, ticket, bytes);
  }

  @Override
  public void release(Ticket ticket, Sha256 bytes) {
    change(RELEASE, ticket, bytes);
  }

  private void change(RedisScript script, Ticket ticket, Sha256 bytes) {
    RedisCall call = call(ticket.id());
    var _ = call.run(script, new String[] {key(ticket.id())}, call.deadline(), bytes.hex());
  }

  private static Optional<String> field(RedisCall call, TicketId id, String field) {
    return Optional.ofNullable(call.awaitOrNull(call.send(redis -> redis.hget(key(id), field))));
  }
}
