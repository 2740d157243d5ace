package io.calotype.cluster.redis;

import io.calotype.redis.RedisScript;

/// The atomic changes of a work queue. Its stream is the first key.
///
/// An entry is delivered to the node that adds it, in the same script: an entry that no consumer
/// has is therefore one of an operator, or of a stream older than the group.
final class QueueScripts {
  /// The field of an entry with the text of the task.
  static final String TEXT = "text";

  private static final String GROUP = "nodes";

  /// A function that returns up to `count` entries that no consumer has had, for the consumer in
  /// the first argument. It creates the group if there is none.
  private static final String READ =
      """
      local group = '%s'
      local function read(count)
        local got = redis.pcall('XREADGROUP', 'GROUP', group, ARGV[1], 'COUNT', count,
          'STREAMS', KEYS[1], '>')
        if got and got.err then
          redis.call('XGROUP', 'CREATE', KEYS[1], group, '0', 'MKSTREAM')
          got = redis.call('XREADGROUP', 'GROUP', group, ARGV[1], 'COUNT', count,
            'STREAMS', KEYS[1], '>')
        end
        return got and got[1][2] or {}
      end
      """
          .formatted(GROUP);

  /// Adds a task and returns its id. Arguments: consumer, text.
  static final RedisScript ADD =
      new RedisScript(
          READ
              + """
              local id = redis.call('XADD', KEYS[1], '*', '%s', ARGV[2])
              read(1)
              return id
              """
                  .formatted(TEXT));

  /// Takes entries that no consumer has had, then those that were idle. Returns a list of id, text
  /// and number of deliveries for each. Deletes consumers that have no entry and were idle for an
  /// hour: each process is a consumer of its own.
  ///
  /// Redis 6.2 returns nothing in place of a pending entry that an operator has deleted.
  ///
  /// Arguments: consumer, idle time in milliseconds, maximum number.
  static final RedisScript CLAIM =
      new RedisScript(
          READ
              + """
              local max = tonumber(ARGV[3])
              local taken = {}
              for _, entry in ipairs(read(max)) do
                taken[#taken + 1] = {entry[1], entry[2][2], '1'}
              end
              local cursor = '0-0'
              repeat
                if #taken >= max then break end
                local got = redis.call('XAUTOCLAIM', KEYS[1], group, ARGV[1], ARGV[2], cursor,
                  'COUNT', max - #taken)
                cursor = got[1]
                for _, entry in pairs(got[2]) do
                  if entry and entry[2] then
                    local pending = redis.call('XPENDING', KEYS[1], group, entry[1], entry[1], 1)
                    taken[#taken + 1] = {entry[1], entry[2][2], tostring(pending[1][4])}
                  end
                end
              until cursor == '0-0'
              for _, each in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], group)) do
                if each[2] ~= ARGV[1] and each[4] == 0 and each[6] > 3600000 then
                  redis.call('XGROUP', 'DELCONSUMER', KEYS[1], group, each[2])
                end
              end
              return taken
              """);

  /// Sets the idle time of entries that the consumer has. Arguments: deadline, consumer, idle time
  /// in milliseconds, ids.
  static final RedisScript IDLE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              for i = 4, #ARGV do
                local own = redis.pcall('XPENDING', KEYS[1], '%1$s', ARGV[i], ARGV[i], 1, ARGV[2])
                if own[1] then
                  redis.call('XCLAIM', KEYS[1], '%1$s', ARGV[2], 0, ARGV[i], 'IDLE', ARGV[3],
                    'JUSTID')
                end
              end
              return 1
              """
                  .formatted(GROUP));

  /// Deletes entries. Arguments: deadline, ids.
  static final RedisScript COMPLETE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              for i = 2, #ARGV do
                redis.call('XACK', KEYS[1], '%s', ARGV[i])
                redis.call('XDEL', KEYS[1], ARGV[i])
              end
              return 1
              """
                  .formatted(GROUP));

  /// Moves an entry to the stream in the second key, unless that has its maximum length. Returns 0
  /// if the entry is gone. Arguments: deadline, id, text, maximum length.
  static final RedisScript BURY =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              redis.call('XACK', KEYS[1], '%1$s', ARGV[2])
              if redis.call('XDEL', KEYS[1], ARGV[2]) == 0 then return 0 end
              if redis.call('XLEN', KEYS[2]) < tonumber(ARGV[4]) then
                redis.call('XADD', KEYS[2], '*', '%2$s', ARGV[3], 'task', ARGV[2])
              end
              return 1
              """
                  .formatted(GROUP, TEXT));

  private QueueScripts() {}
}
