package io.calotype.catalog.redis;

import io.calotype.redis.ChangeStream;
import io.calotype.redis.RedisScript;

/// The atomic changes of records. All times are in milliseconds.
final class RecordScripts {
  /// Adds a record to [RedisKeys#all]. Returns 0 if the key exists, from any program, or if there
  /// is a copy of an expired record whose files are not removed yet.
  ///
  /// The last key is that of [RedisEvents].
  ///
  /// Arguments: deadline, id, record, its copy or an empty text, expiry or an empty text, the score
  /// for each key of the index, and the event.
  static final RedisScript ADD =
      new RedisScript(
          RedisScript.IN_TIME
              + Lua.FREE
              + Lua.WRITE
              + """
              for i = 3, #KEYS - 1 do redis.call('ZADD', KEYS[i], ARGV[i + 3], ARGV[2]) end
              """
              + RedisEvents.APPEND
              + "return 1");

  /// Replaces a text by a record with the same time to live. Returns 0 if the text has changed, or
  /// if there is a copy of an expired record whose files are not removed yet.
  ///
  /// The last key is that of [RedisEvents].
  ///
  /// Arguments: deadline, id, record, its copy or an empty text, the SHA-1 of the text in hex, its
  /// remaining time to live or -1, the index scores, and the event.
  static final RedisScript IMPORT =
      new RedisScript(
          RedisScript.IN_TIME
              + Lua.READ
              + Lua.ENDED
              + Lua.IMPORT
              + """
              for i = 3, #KEYS - 1 do redis.call('ZADD', KEYS[i], ARGV[i + 4], ARGV[2]) end
              """
              + RedisEvents.APPEND
              + "return 1");

  /// Replaces a text by another under the conditions of [#IMPORT], without a copy and an index.
  ///
  /// Arguments: deadline, an empty text, the text, another empty text, and the SHA-1 and time to
  /// live as for [#IMPORT].
  static final RedisScript REPLACE =
      new RedisScript(
          RedisScript.IN_TIME
              + Lua.READ
              + """
              redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
              return 1
              """);

  /// Replaces a record and its copy, and moves its index entries. Returns 0 if record and copy are
  /// not the ones that were read.
  ///
  /// Keys: those of [RedisKeys#home]; if this server has all keys, then the sorted sets to leave,
  /// the sorted sets to enter, the [ChangeStream], and the key of [RedisEvents].
  ///
  /// Arguments: deadline, id, record and copy as they were read, new record and new copy, the new
  /// expiry (`none`, or `kept` to keep the time to live), the duration of the trace, the number of
  /// sorted sets to leave, a score for each sorted set to enter, and the event. An empty text is no
  /// copy.
  static final RedisScript CHANGE =
      new RedisScript(
          RedisScript.IN_TIME
              + Lua.CHANGE
              + """
              local other = redis.call('GET', KEYS[3])
              if not other or other == '' then redis.call('SET', KEYS[3], '', 'PX', ARGV[8]) end
              local leave = tonumber(ARGV[9])
              for i = 4, leave + 3 do redis.call('ZREM', KEYS[i], ARGV[2]) end
              for i = leave + 4, #KEYS - 2 do
                redis.call('ZADD', KEYS[i], ARGV[i - leave + 6], ARGV[2])
              end
              """
              + "if #KEYS > 3 then "
              + ChangeStream.append("KEYS[#KEYS - 1]", ChangeStream.Kind.CHANGED, "ARGV[2]")
              + RedisEvents.APPEND
              + " end return 1");

  /// Replaces a record and its copy like [#CHANGE], under a claim that stays.
  ///
  /// Keys: those of [RedisKeys#home].
  ///
  /// Arguments: deadline, token, record, copy, new record, new copy and expiry as for [#CHANGE].
  static final RedisScript CHANGE_CLAIMED =
      new RedisScript(RedisScript.IN_TIME + Lua.CLAIMED + Lua.CHANGE + "return 1");

  /// Ends a claim and leaves its trace. Returns 0 if it has ended already.
  ///
  /// Arguments: deadline, token, duration of the trace.
  static final RedisScript RELEASE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              if redis.call('GET', KEYS[3]) ~= ARGV[2] then return 0 end
              redis.call('SET', KEYS[3], '', 'PX', ARGV[3])
              return 1
              """);

  /// Returns a list of a record, its copy, and the reply to `PTTL` of the record. A text is empty
  /// if there is none, or a value of another type.
  ///
  /// Keys: those of [RedisKeys#home]. Argument: the last byte of the record that is read.
  static final RedisScript READ = new RedisScript(Lua.TEXTS + "return texts");

  /// Returns the list of [#READ], followed by the reply of [#DIGEST].
  static final RedisScript READ_WITH_DIGESTS =
      new RedisScript(
          Lua.TEXTS
              + Lua.DIGESTS
              + """
              texts[4] = digest(KEYS[1]) .. digest(KEYS[2])
              return texts
              """);

  /// Returns the digests of a record and of its copy in [RedisKeys#home], as one text.
  static final RedisScript DIGEST =
      new RedisScript(Lua.DIGESTS + "return digest(KEYS[1]) .. digest(KEYS[2])");

  /// Removes the keys that [#ADD] has written. Returns 0 if there was nothing, and 2 if a text has
  /// changed. The last keys are the [ChangeStream] and that of [RedisEvents].
  ///
  /// Arguments: deadline, id, `1` if the record itself exists and not only its copy, the reply of
  /// [#DIGEST] before the texts were read, and the event.
  static final RedisScript REMOVE =
      new RedisScript(
          RedisScript.IN_TIME
              + Lua.DELETE
              + """
              for i = 3, #KEYS - 2 do redis.call('ZREM', KEYS[i], ARGV[2]) end
              """
              + "if removed == 0 then return 0 end "
              + ChangeStream.append("KEYS[#KEYS - 1]", ChangeStream.Kind.REMOVED, "ARGV[2]")
              + RedisEvents.APPEND
              + "return 1");

  /// Sets the claim in [RedisKeys#home] before a record is added. Returns 0 under the conditions of
  /// [#ADD], and 2 if another claim exists.
  ///
  /// Arguments: deadline, token, duration of the claim.
  static final RedisScript CLAIM = new RedisScript(RedisScript.IN_TIME + Lua.FREE + Lua.CLAIM);

  /// Adds a record to [RedisKeys#home] after its index was written. Returns 0 under the conditions
  /// of [#ADD].
  ///
  /// Arguments: deadline, token, record, its copy or an empty text, expiry or an empty text, the
  /// time during which its index must not be repaired.
  static final RedisScript ADD_CLAIMED =
      new RedisScript(
          RedisScript.IN_TIME
              + Lua.CLAIMED
              + Lua.FREE
              + Lua.WRITE
              + """
              redis.call('SET', KEYS[3], '', 'PX', ARGV[6])
              return 1
              """);

  /// Sets the claim in [RedisKeys#home] before a text is replaced by a record. Returns 2 if another
  /// claim exists.
  ///
  /// Arguments: those of [#CLAIM].
  static final RedisScript CLAIM_IMPORT = new RedisScript(RedisScript.IN_TIME + Lua.CLAIM);

  /// Replaces a text in [RedisKeys#home] by a record under the conditions of [#IMPORT], after its
  /// index was written.
  ///
  /// Arguments: deadline, token, record, copy, SHA-1 and time to live as for [#IMPORT], the time
  /// during which its index must not be repaired.
  static final RedisScript IMPORT_CLAIMED =
      new RedisScript(
          RedisScript.IN_TIME
              + Lua.CLAIMED
              + Lua.READ
              + Lua.ENDED
              + Lua.IMPORT
              + """
              redis.call('SET', KEYS[3], '', 'PX', ARGV[7])
              return 1
              """);

  /// Removes the keys that [#ADD_CLAIMED] has written. Returns 0 and 2 as [#REMOVE] does.
  ///
  /// Arguments: deadline, the time during which its index must not be repaired, `1` if the record
  /// itself exists and not only its copy, and the digests as for [#REMOVE], or an empty text for a
  /// record that cannot be parsed.
  static final RedisScript REMOVE_HOME =
      new RedisScript(
          RedisScript.IN_TIME
              + Lua.DELETE
              + """
              local other = redis.call('GET', KEYS[3])
              if not other or other == '' then redis.call('SET', KEYS[3], '', 'PX', ARGV[2]) end
              return math.min(removed, 1)
              """);

  /// Adds a member to a sorted set.
  ///
  /// Arguments: deadline, member, score.
  static final RedisScript ENTER =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
              return 1
              """);

  /// Removes members from a sorted set if they still have the scores that were read.
  ///
  /// Arguments: deadline, then member and score of each.
  static final RedisScript MEND =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              for i = 2, #ARGV, 2 do
                local score = redis.call('ZSCORE', KEYS[1], ARGV[i])
                if score and tonumber(score) == tonumber(ARGV[i + 1]) then
                  redis.call('ZREM', KEYS[1], ARGV[i])
                end
              end
              return 1
              """);

  /// The parts that several scripts share.
  private static final class Lua {
    /// Any other error than that of a value of another type fails the script: a text that cannot be
    /// read is not absent.
    private static final String TEXTS =
        """
        local function text(...)
          local found = redis.pcall(...)
          if type(found) == 'string' then return found end
          if found and found.err and not string.find(found.err, 'WRONGTYPE', 1, true) then
            error(found.err)
          end
          return ''
        end
        local texts = {
          text('GETRANGE', KEYS[1], 0, ARGV[1]), text('GET', KEYS[2]), redis.call('PTTL', KEYS[1])
        }
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

    /// Checks that the text is the one that was read, and that its time to live differs by at most
    /// two seconds.
    private static final String READ =
        """
        local old = redis.call('GET', KEYS[1])
        if not old or redis.sha1hex(old) ~= ARGV[5] then return 0 end
        local left = redis.call('PTTL', KEYS[1])
        local seen = tonumber(ARGV[6])
        if (left < 0) ~= (seen < 0) or math.abs(left - seen) > 2000 then return 0 end
        """;

    /// Compares and replaces the texts of a record and its copy. The arguments from the third are
    /// those of [RecordScripts#CHANGE].
    private static final String CHANGE =
        """
        if redis.call('GET', KEYS[1]) ~= ARGV[3] then return 0 end
        if (redis.call('GET', KEYS[2]) or '') ~= ARGV[4] then return 0 end
        redis.call('SET', KEYS[1], ARGV[5], 'KEEPTTL')
        redis.call('DEL', KEYS[2])
        if ARGV[6] ~= '' then redis.call('SET', KEYS[2], ARGV[6]) end
        if ARGV[7] == 'none' then
          redis.call('PERSIST', KEYS[1])
        elseif ARGV[7] ~= 'kept' then
          redis.call('PEXPIREAT', KEYS[1], ARGV[7])
        end
        """;

    private static final String IMPORT =
        """
        redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
        redis.call('DEL', KEYS[2])
        if ARGV[4] ~= '' then redis.call('SET', KEYS[2], ARGV[4]) end
        """;

    /// Starts with a command that Redis refuses when its memory is full. After an earlier write
    /// Redis would no longer refuse it.
    private static final String WRITE =
        """
        redis.call('SET', KEYS[1], ARGV[3])
        redis.call('DEL', KEYS[2])
        if ARGV[4] ~= '' then redis.call('SET', KEYS[2], ARGV[4]) end
        if ARGV[5] ~= '' then redis.call('PEXPIREAT', KEYS[1], ARGV[5]) end
        """;

    /// The SHA-1 of the texts of a record and of its copy, one after the other. Redis computes both
    /// digests that are compared: a text may contain bytes that are no UTF-8.
    private static final String DIGESTS =
        """
        local function digest(key)
          local text = redis.pcall('GET', key)
          return redis.sha1hex(type(text) == 'string' and text or '')
        end
        """;

    /// Returns 2 unless record and copy are those of the digests in the fourth argument.
    private static final String SEEN =
        DIGESTS
            + """
            if ARGV[4] ~= '' and digest(KEYS[1]) .. digest(KEYS[2]) ~= ARGV[4] then return 2 end
            """;

    private static final String DELETE =
        SEEN
            + """
            local removed = redis.call('DEL', KEYS[2])
            if ARGV[3] == '1' then removed = removed + redis.call('DEL', KEYS[1]) end
            """;
  }

  private RecordScripts() {}
}
