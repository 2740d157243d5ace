package io.calotype.app.command;

import io.calotype.cli.text.TextFormat;
import io.calotype.failure.Failure;
import io.calotype.json.JsonValue;
import io.calotype.originals.BlobKey;
import io.calotype.rebuild.RebuildResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the results of a rebuild, and formats those that an operator must know of as lines of
/// text or JSON. Thread-safe.
final class RebuildReport {
  private final boolean dry;
  private final boolean json;
  private final AtomicLong made = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong superseded = new AtomicLong();
  private final AtomicLong removed = new AtomicLong();
  private final AtomicLong undecodable = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();

  RebuildReport(boolean dry, boolean json) {
    this.dry = dry;
    this.json = json;
  }

  /// Counts `result`. Returns its line; empty if it is as expected.
  Optional<String> add(BlobKey original, RebuildResult result) {
    return switch (result) {
      case RebuildResult.Made() -> counted(made);
      case RebuildResult.Recorded() -> counted(skipped);
      case RebuildResult.Removed() -> counted(removed);
      case RebuildResult.Superseded() -> {
        superseded.incrementAndGet();
        yield Optional.of(line(original, "superseded by another original of its id"));
      }
      case RebuildResult.Refused(Failure reason) -> {
        undecodable.incrementAndGet();
        yield Optional.of(line(original, words(reason)));
      }
    };
  }

  private static Optional<String> counted(AtomicLong count) {
    count.incrementAndGet();
    return Optional.empty();
  }

  /// Counts folders and files that could not be read.
  void unreadable(int count) {
    unreadable.addAndGet(count);
  }

  private String line(BlobKey original, String reason) {
    if (!json) {
      return original.name() + ": " + reason;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", original.id().value());
    line.put("original", original.name());
    line.put("reason", reason);
    return JsonValue.object(line).toString();
  }

  /// Describes `failure` in the words of an operator.
  static String words(Failure failure) {
    return switch (failure) {
      case Failure.Undecodable() -> "it cannot be decoded";
      case Failure.StillUndecodable(Duration _) -> "it cannot be decoded";
      case Failure.UnsupportedMedia() -> "its bytes have no accepted type";
      case Failure.OriginalDamaged _ -> "its bytes differ from their digest";
      case Failure.OriginalLost _ -> "it was deleted meanwhile";
      case Failure.TooManyPixels too -> "it has more than " + too.limit() + " pixels";
      case Failure.NotInstalled missing ->
          "the decoder of " + missing.type().contentType() + " is not installed";
      case Failure.AudioOnly() -> "it has no picture";
      default ->
          failure
              .getClass()
              .getSimpleName()
              .replaceAll("(?<=.)([A-Z])", " $1")
              .toLowerCase(Locale.ROOT);
    };
  }

  /// The sums, as one line.
  String sums(Duration took) {
    return json ? object(took).toString() : text(took);
  }

  private String text(Duration took) {
    String extra =
        (superseded.get() == 0 ? "" : superseded + " superseded, ")
            + (removed.get() == 0 ? "" : removed + " deleted, ")
            + (unreadable.get() == 0 ? "" : unreadable + " unreadable, ");
    return found()
        + " found, "
        + made
        + (dry ? " would be made, " : " made, ")
        + skipped
        + " skipped, "
        + extra
        + undecodable
        + " undecodable; "
        + TextFormat.duration(took);
  }

  private long found() {
    return made.get() + skipped.get() + superseded.get() + removed.get() + undecodable.get();
  }

  private JsonValue object(Duration took) {
    Map<String, Object> sums = new LinkedHashMap<>();
    sums.put("found", found());
    sums.put("made", made.get());
    sums.put("skipped", skipped.get());
    sums.put("superseded", superseded.get());
    sums.put("deleted", removed.get());
    sums.put("undecodable", undecodable.get());
    sums.put("unreadable", unreadable.get());
    sums.put("dryRun", dry);
    sums.put("millis", took.toMillis());
    return JsonValue.object(sums);
  }

  /// Whether every original has a record, or needs none.
  boolean complete() {
    return undecodable.get() == 0 && unreadable.get() == 0;
  }
}
