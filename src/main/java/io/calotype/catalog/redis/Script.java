package io.calotype.catalog.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What Redis does in one step, in Lua.
///
/// Adding and removing end with -1 and change nothing where the time in the first argument, in
/// milliseconds of Redis' own clock, is over: nobody waits for them any more, and their caller has
/// told its client that they failed.
enum Script {
  /// Adds a record to [Keys#all]; 0 where there is one already, whoever wrote it, or where there is
  /// a copy of one whose life is over, and whose files are not removed yet.
  ///
  /// Arguments: until when, id, record, its copy or an empty text, created, expires or an empty
  /// text, the grace. Times are milliseconds.
  ADD(
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      if now > tonumber(ARGV[1]) then return -1 end
      if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
      local over = redis.call('ZSCORE', KEYS[2], ARGV[2])
      if over and tonumber(over) <= now then return 0 end
      redis.call('SET', KEYS[1], ARGV[3])
      redis.call('ZREM', KEYS[2], ARGV[2])
      redis.call('HDEL', KEYS[3], ARGV[2])
      if ARGV[4] ~= '' then redis.call('HSET', KEYS[3], ARGV[2], ARGV[4]) end
      if ARGV[6] ~= '' then
        local last = math.max(tonumber(ARGV[6]), now) + ARGV[7]
        redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last))
        redis.call('ZADD', KEYS[2], ARGV[6], ARGV[2])
      end
      for i = 4, #KEYS do redis.call('ZADD', KEYS[i], ARGV[5], ARGV[2]) end
      return 1
      """),

  /// Puts a record in the place of a text that is still the one with that SHA-1, and still lives
  /// for about so long, which it goes on to do; 0 where it is not.
  ///
  /// Arguments: those of [#ADD] up to expires, the SHA-1 in hex, the milliseconds left or -1.
  LIFT(
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      if now > tonumber(ARGV[1]) then return -1 end
      local old = redis.call('GET', KEYS[1])
      if not old or redis.sha1hex(old) ~= ARGV[7] then return 0 end
      local left = redis.call('PTTL', KEYS[1])
      local seen = tonumber(ARGV[8])
      if (left < 0) ~= (seen < 0) or math.abs(left - seen) > 2000 then return 0 end
      local over = redis.call('ZSCORE', KEYS[2], ARGV[2])
      if over and tonumber(over) <= now then return 0 end
      redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
      redis.call('ZREM', KEYS[2], ARGV[2])
      redis.call('HDEL', KEYS[3], ARGV[2])
      if ARGV[4] ~= '' then redis.call('HSET', KEYS[3], ARGV[2], ARGV[4]) end
      if ARGV[6] ~= '' then redis.call('ZADD', KEYS[2], ARGV[6], ARGV[2]) end
      for i = 4, #KEYS do redis.call('ZADD', KEYS[i], ARGV[5], ARGV[2]) end
      return 1
      """),

  /// Puts a text in the place of another as [#LIFT] does, and nothing of ours beside it.
  ///
  /// Arguments: until when, the text, the SHA-1 in hex, the milliseconds left or -1.
  REPLACE(
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      if now > tonumber(ARGV[1]) then return -1 end
      local old = redis.call('GET', KEYS[1])
      if not old or redis.sha1hex(old) ~= ARGV[3] then return 0 end
      local left = redis.call('PTTL', KEYS[1])
      local seen = tonumber(ARGV[4])
      if (left < 0) ~= (seen < 0) or math.abs(left - seen) > 2000 then return 0 end
      redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
      return 1
      """),

  /// Removes what [#ADD] has added; 0 where there was nothing.
  ///
  /// Arguments: until when, id, `1` where the record is ours and not only its copy.
  REMOVE(
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      if now > tonumber(ARGV[1]) then return -1 end
      local removed = redis.call('HDEL', KEYS[3], ARGV[2])
      if ARGV[3] == '1' then removed = removed + redis.call('DEL', KEYS[1]) end
      redis.call('ZREM', KEYS[2], ARGV[2])
      for i = 4, #KEYS do redis.call('ZREM', KEYS[i], ARGV[2]) end
      return math.min(removed, 1)
      """),

  /// Takes members out of a sorted set that still have the score that they were seen with.
  ///
  /// Arguments: member and score, for each.
  MEND(
      """
      for i = 1, #ARGV, 2 do
        local score = redis.call('ZSCORE', KEYS[1], ARGV[i])
        if score and tonumber(score) == tonumber(ARGV[i + 1]) then
          redis.call('ZREM', KEYS[1], ARGV[i])
        end
      end
      return 1
      """);

  private final String text;
  private final String digest;

  Script(String text) {
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
