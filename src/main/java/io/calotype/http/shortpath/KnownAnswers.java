package io.calotype.http.shortpath;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The known answers of one event loop by the requests that received them, the least recently used
/// first. Bounded in bytes, and by [#OVERHEAD] in entries.
///
/// Threads: one event loop.
final class KnownAnswers {
  /// The bytes of an entry beside its request and its head: objects and the place in the table.
  static final int OVERHEAD = 512;

  private final Map<String, KnownAnswer> answers = new LinkedHashMap<>(16, 0.75f, true);
  private final long maxBytes;
  private long bytes;

  /// Creates a table of at most `maxBytes` bytes.
  KnownAnswers(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// The answer to `request`; null if there is none.
  @Nullable KnownAnswer find(String request) {
    return answers.get(request);
  }

  /// Adds an answer in place of an earlier one, and removes the least recently used ones above the
  /// limit.
  void put(String request, KnownAnswer answer) {
    remove(request);
    answers.put(request, answer);
    bytes += bytes(request, answer);
    Iterator<Map.Entry<String, KnownAnswer>> oldest = answers.entrySet().iterator();
    while (bytes > maxBytes) {
      Map.Entry<String, KnownAnswer> next = oldest.next();
      bytes -= bytes(next.getKey(), next.getValue());
      oldest.remove();
    }
  }

  /// Removes the answer to `request`.
  void remove(String request) {
    KnownAnswer known = answers.remove(request);
    if (known != null) {
      bytes -= bytes(request, known);
    }
  }

  /// The number of answers.
  int size() {
    return answers.size();
  }

  private static long bytes(String request, KnownAnswer answer) {
    return (long) OVERHEAD + request.length() + answer.head().writerIndex();
  }
}
