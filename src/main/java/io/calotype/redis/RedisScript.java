package io.calotype.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An atomic operation in Redis, in Lua.
///
/// A script that changes records returns an integer. It returns -1 and changes nothing after the
/// deadline in its first argument ([#IN_TIME]): by then the caller has reported a failure to its
/// client.
///
/// @param text the program
/// @param digest its SHA-1 in hex, for `EVALSHA`
public record RedisScript(String text, String digest) {
  /// The beginning of a script with a deadline: `now` is the time of Redis in milliseconds, and the
  /// first argument is the deadline on the same clock.
  public static final String IN_TIME =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      if now > tonumber(ARGV[1]) then return -1 end
      """;

  /// Creates the script `text`.
  public RedisScript(String text) {
    this(text, sha1(text));
  }

  /// Returns the SHA-1 of `text` in UTF-8 as `redis.sha1hex` does, in hex.
  public static String sha1(String text) {
    try {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(utf8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-1", impossible);
    }
  }
}
