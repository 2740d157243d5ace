package io.calotype.maintenance.verification;

import io.calotype.catalog.Cursor;
import io.calotype.media.ListOrder;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The position of the scrub, in a file with the text of a [Cursor]. A server that is restarted
/// daily thus completes its rounds too. The file is written at most once in [#SELDOM] and not
/// synced. An old position costs some reading, a torn one a round.
///
/// Used on one thread.
final class ScrubCursor {
  private static final Duration SELDOM = Duration.ofSeconds(10);

  private final Path file;
  private long written = System.nanoTime();

  ScrubCursor(Path file) {
    this.file = file;
  }

  /// Returns the saved position; null if there is none.
  @Nullable Cursor place() {
    try {
      return Cursor.parse(Files.readString(file).strip())
          .filter(place -> place.order() == ListOrder.NEWEST)
          .orElse(null);
    } catch (IOException none) {
      return null;
    }
  }

  /// Saves `place`, unless another one was saved within [#SELDOM].
  void keep(Cursor place) {
    if (System.nanoTime() - written >= SELDOM.toNanos()) {
      write(place.text());
      written = System.nanoTime();
    }
  }

  /// Deletes the saved position.
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
