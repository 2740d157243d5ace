package io.calotype.redis;

import io.calotype.failure.MediaException;
import io.lettuce.core.XAddArgs;
import java.util.Locale;

/// The stream in which nodes announce changed and removed records to each other. An entry has one
/// field: its name is the [Kind] of the change, and its value is the id.
///
/// One server: the script that changes a record appends the entry, so that there is no change
/// without its entry. Cluster: the stream and the record are in different slots. The id is
/// announced before the change and after it ([#announce]). A reader of an entry drops the record
/// twice: at once, and when a change that was announced before must be done or void. The removal of
/// a record that cannot be parsed is announced in this way on one server too.
public final class ChangeStream {
  /// The key of the stream.
  public static final String KEY = "calotype:changes";

  /// The kind of a change.
  public enum Kind {
    /// The record differs.
    CHANGED,
    /// The record is gone.
    REMOVED,
    /// Every node clears its caches. The value is `<sender> <selection>` in place of an id. A node
    /// that does not know this kind takes it for an invalid id.
    CLEARED,
    /// The original is damaged. The value is `<sender> <id>`.
    DAMAGED;

    /// The name of the field.
    public String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The number of entries that are kept, at least. A reader that is further behind drops all
  /// records.
  private static final int LENGTH = 20_000;

  private ChangeStream() {}

  /// Returns Lua that appends an entry to the stream.
  ///
  /// @param key the expression for the key of the stream
  /// @param id the expression for the id
  public static String append(String key, Kind kind, String id) {
    return "redis.call('XADD', %s, 'MAXLEN', '~', %d, '*', '%s', %s) "
        .formatted(key, LENGTH, kind.field(), id);
  }

  /// Appends an entry by a command of its own.
  ///
  /// Errors: those of [RedisCall].
  ///
  /// @param id the id, or the value that `kind` describes
  public static void announce(RedisCall call, Kind kind, String id) {
    XAddArgs trimmed = XAddArgs.Builder.maxlen(LENGTH).approximateTrimming();
    var _ = call.at(KEY).ask(redis -> redis.xadd(KEY, trimmed, kind.field(), id));
  }

  /// Appends an entry for a change that was announced before. If it fails, readers drop the record
  /// again by themselves.
  public static void confirm(RedisCall call, Kind kind, String id) {
    try {
      announce(call, kind, id);
    } catch (MediaException _) {
      // see the description of the class
    }
  }
}
