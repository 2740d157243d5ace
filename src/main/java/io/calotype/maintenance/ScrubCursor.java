package io.calotype.maintenance;

import io.calotype.catalog.Cursor;
import io.calotype.media.ListOrder;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How far the scrub has come, in a file that has the text of a [Cursor]: so that a server which is
/// started again every day gets round as well. It is written at most once in [#SELDOM], and not
/// synced: an old place costs some reading, and a torn one a round.
///
/// Used on one thread.
final class ScrubCursor {
  private static final Duration SELDOM = Duration.ofSeconds(10);

  private final Path file;
  private long written = System.nanoTime();

  ScrubCursor(Path file) {
    this.file = file;
  }

  /// The place that was kept; null where there is none.
  @Nullable Cursor place() {
    try {
      return Cursor.parse(Files.readString(file).strip())
          .filter(place -> place.order() == ListOrder.NEWEST)
          .orElse(null);
    } catch (IOException none) {
      return null;
    }
  }

  /// Keeps `place`, unless another was kept a moment ago.
  void keep(Cursor place) {
    if (System.nanoTime() - written >= SELDOM.toNanos()) {
      write(place.text());
      written = System.nanoTime();
    }
  }

  /// Keeps no place any more.
  void drop() {
    write("");
  }

  private void write(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException refused) {
      EventLog.debug("scrub.bookmark-lost", "reason", refused.getClass().getSimpleName());
    }
  }
}
