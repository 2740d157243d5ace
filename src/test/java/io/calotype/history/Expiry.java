package io.calotype.history;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The end of the media of one upload, by the calls that may have set it.
record Expiry(Story story, Call upload) {
  /// Expiry is in whole milliseconds, by the clock of Redis.
  private static final long ROUNDING = Duration.ofMillis(100).toNanos();

  private static @Nullable Duration ttl(Call source) {
    return switch (source.kind()) {
      case Call.Upload(int _, boolean _, Duration ttl, String _) -> ttl;
      case Call.TtlChange(Duration ttl) -> ttl;
      case Call.Removal _, Call.GroupRemoval _, Call.Change _, Call.GroupChange _, Call.Read _ ->
          throw new IllegalArgumentException("no call that sets an end");
    };
  }

  /// Whether the media has not ended when `call` is over, whichever source counts. A change of a
  /// media that may have ended before may be that of a later upload, and replaces nothing.
  boolean lives(Call call) {
    long replaced = replaced(call, change -> living(sources(change, Long.MIN_VALUE), change));
    return living(sources(call, replaced), call);
  }

  private static boolean living(Stream<Call> sources, Call call) {
    return sources.allMatch(source -> {
      Duration ttl = ttl(source);
      return ttl == null || call.span().ended() < source.span().begun() + ttl.toNanos() - ROUNDING;
    });
  }

  /// The sources for `call` without those that were settled before the time `replaced`.
  private Stream<Call> sources(Call call, long replaced) {
    return Stream.concat(story.uploadsOf(Story.picture(upload)), changes(call.span().ended()))
        .filter(source -> Story.settled(source) > replaced);
  }

  /// Whether the media has ended before `read` begins, whichever source counts. A media that was
  /// only confirmed has the end that an earlier call has set.
  boolean over(Call read) {
    long replaced = replaced(read, change -> true);
    return upload.created()
        && Stream.concat(Stream.of(upload), changes(read.span().ended()))
            .filter(source -> Story.settled(source) > replaced)
            .allMatch(source -> over(source, read.span().begun()));
  }

  /// Whether the media has ended before the time `end`, whichever source counts.
  boolean over(long end) {
    return Stream.concat(Stream.of(upload), changes(end)).allMatch(source -> over(source, end));
  }

  private static boolean over(Call source, long time) {
    Duration ttl = ttl(source);
    return ttl != null
        && Story.settled(source) < Long.MAX_VALUE
        && time > Story.settled(source) + ttl.toNanos() + ROUNDING;
  }

  private Stream<Call> changes(long end) {
    return story.changesOf(upload, end).filter(call -> call.kind() instanceof Call.TtlChange);
  }

  /// The begin of the last change that `call` must see: it replaces all that was settled before.
  private long replaced(Call call, Predicate<Call> applies) {
    return changes(call.span().ended())
        .filter(change -> change.done() && change.span().begun() >= Story.settled(upload))
        .filter(change ->
            change.span().ended() + story.conditions().staleness(call, change)
                <= call.span().begun())
        .filter(applies)
        .mapToLong(change -> change.span().begun())
        .max()
        .orElse(Long.MIN_VALUE);
  }
}
