package io.calotype.catalog.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What Redis does in one step, in Lua.
///
/// Every one ends with -1 and changes nothing where the time in the first argument, in milliseconds
/// of Redis' own clock, is over: nobody waits for it any more, and its caller has told its client
/// that it failed. Times are milliseconds.
enum RedisScripts {
  /// Adds a record to [RedisKeys#all]; 0 where there is one already, whoever wrote it, or where
  /// there is a copy of one whose life is over, and whose files are not removed yet.
  ///
  /// Arguments: until when, id, record, its copy or an empty text, expires or an empty text, and
  /// the score for each key of the index.
  ADD(
      Lua.IN_TIME
          + Lua.FREE
          + Lua.WRITE
          + """
          for i = 3, #KEYS do redis.call('ZADD', KEYS[i], ARGV[i + 3], ARGV[2]) end
          return 1
          """),

  /// Puts a record in the place of a text that is still the one that was read, and lives as long as
  /// that; 0 where it is not, or where there is a copy of a record whose files are not removed yet.
  ///
  /// Arguments: until when, id, record, its copy or an empty text, the SHA-1 of the text in hex,
  /// the milliseconds that it is to live yet or -1, and the score for each key of the index.
  LIFT(
      Lua.IN_TIME
          + Lua.READ
          + Lua.ENDED
          + Lua.LIFT
          + """
          for i = 3, #KEYS do redis.call('ZADD', KEYS[i], ARGV[i + 4], ARGV[2]) end
          return 1
          """),

  /// Puts a text in the place of another as [#LIFT] does, and nothing of ours beside it.
  ///
  /// Arguments: until when, an empty text, the text, another empty one, and the two of [#LIFT].
  REPLACE(
      Lua.IN_TIME
          + Lua.READ
          + """
          redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
          return 1
          """),

  /// Puts texts in the place of a record and its copy that are still the ones that were read; 0
  /// where they are not. A record lives as long as the one before.
  ///
  /// Arguments: until when, record and copy as they were read, record and copy as they become; an
  /// empty text is no copy.
  REMASTER(
      Lua.IN_TIME
          + """
          if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
          if (redis.call('GET', KEYS[2]) or '') ~= ARGV[3] then return 0 end
          redis.call('SET', KEYS[1], ARGV[4], 'KEEPTTL')
          if ARGV[5] ~= '' then redis.call('SET', KEYS[2], ARGV[5]) end
          return 1
          """),

  /// Removes what [#ADD] has added; 0 where there was nothing.
  ///
  /// Arguments: until when, id, `1` where the record is ours and not only its copy.
  REMOVE(
      Lua.IN_TIME
          + Lua.DELETE
          + """
          for i = 3, #KEYS do redis.call('ZREM', KEYS[i], ARGV[2]) end
          return math.min(removed, 1)
          """),

  /// Says in [RedisKeys#home] that a record will be added; 0 where [#ADD] would say so, and 2 where
  /// somebody else is adding one.
  ///
  /// Arguments: until when, token, for how long.
  CLAIM(Lua.IN_TIME + Lua.FREE + Lua.CLAIM),

  /// Adds a record to [RedisKeys#home], whose index is there; 0 where [#ADD] would say so.
  ///
  /// Arguments: until when, token, record, its copy or an empty text, expires or an empty text, for
  /// how long its index is not to be mended.
  ADD_CLAIMED(
      Lua.IN_TIME
          + Lua.CLAIMED
          + Lua.FREE
          + Lua.WRITE
          + """
          redis.call('SET', KEYS[3], '', 'PX', ARGV[6])
          return 1
          """),

  /// Says in [RedisKeys#home] that a text will become a record; 2 where somebody else is at it.
  ///
  /// Arguments: those of [#CLAIM].
  CLAIM_LIFT(Lua.IN_TIME + Lua.CLAIM),

  /// Puts a record in [RedisKeys#home], whose index is there, in the place of a text as [#LIFT]
  /// does.
  ///
  /// Arguments: until when, token, record, copy, SHA-1 and milliseconds as for [#LIFT], for how
  /// long its index is not to be mended.
  LIFT_CLAIMED(
      Lua.IN_TIME
          + Lua.CLAIMED
          + Lua.READ
          + Lua.ENDED
          + Lua.LIFT
          + """
          redis.call('SET', KEYS[3], '', 'PX', ARGV[7])
          return 1
          """),

  /// Removes what [#ADD_CLAIMED] has added; 0 where there was nothing.
  ///
  /// Arguments: until when, for how long its index is not to be mended, `1` where the record is
  /// ours and not only its copy.
  REMOVE_HOME(
      Lua.IN_TIME
          + Lua.DELETE
          + """
          local other = redis.call('GET', KEYS[3])
          if not other or other == '' then redis.call('SET', KEYS[3], '', 'PX', ARGV[2]) end
          return math.min(removed, 1)
          """),

  /// Puts a member into a sorted set.
  ///
  /// Arguments: until when, member, score.
  ENTER(
      Lua.IN_TIME
          + """
          redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
          return 1
          """),

  /// Takes members out of a sorted set that still have the score that they were seen with.
  ///
  /// Arguments: until when, and member and score, for each.
  MEND(
      Lua.IN_TIME
          + """
          for i = 2, #ARGV, 2 do
            local score = redis.call('ZSCORE', KEYS[1], ARGV[i])
            if score and tonumber(score) == tonumber(ARGV[i + 1]) then
              redis.call('ZREM', KEYS[1], ARGV[i])
            end
          end
          return 1
          """);

  /// What several have in common.
  private static final class Lua {
    private static final String IN_TIME =
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        if now > tonumber(ARGV[1]) then return -1 end
        """;

    private static final String ENDED =
        """
        local copy = redis.call('GET', KEYS[2])
        local ours, over = pcall(function() return cjson.decode(copy).calotype.expires <= now end)
        if ours and over then return 0 end
        """;

    private static final String FREE =
        """
        if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
        """
            + ENDED;

    private static final String CLAIM =
        """
        local other = redis.call('GET', KEYS[3])
        if other and other ~= '' then return 2 end
        redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
        return 1
        """;

    private static final String CLAIMED =
        """
        if redis.call('GET', KEYS[3]) ~= ARGV[2] then return -1 end
        """;

    /// Whether the text is the one that was read, and lives for about as long as was seen.
    private static final String READ =
        """
        local old = redis.call('GET', KEYS[1])
        if not old or redis.sha1hex(old) ~= ARGV[5] then return 0 end
        local left = redis.call('PTTL', KEYS[1])
        local seen = tonumber(ARGV[6])
        if (left < 0) ~= (seen < 0) or math.abs(left - seen) > 2000 then return 0 end
        """;

    private static final String LIFT =
        """
        redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
        redis.call('DEL', KEYS[2])
        if ARGV[4] ~= '' then redis.call('SET', KEYS[2], ARGV[4]) end
        """;

    /// Begins with what a full memory refuses: after another change a script is let through.
    private static final String WRITE =
        """
        redis.call('SET', KEYS[1], ARGV[3])
        redis.call('DEL', KEYS[2])
        if ARGV[4] ~= '' then redis.call('SET', KEYS[2], ARGV[4]) end
        if ARGV[5] ~= '' then redis.call('PEXPIREAT', KEYS[1], ARGV[5]) end
        """;

    private static final String DELETE =
        """
        local removed = redis.call('DEL', KEYS[2])
        if ARGV[3] == '1' then removed = removed + redis.call('DEL', KEYS[1]) end
        """;
  }

  private final String text;
  private final String digest;

  RedisScripts(String text) {
    this.text = text;
    this.digest = sha1(text);
  }

  String text() {
    return text;
  }

  /// Its name for `EVALSHA`.
  String digest() {
    return digest;
  }

  private static String sha1(String text) {
    try {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(utf8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-1", impossible);
    }
  }
}
