package io.calotype.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The calls about one id, with that which follows for the state of the media.
///
/// Every conclusion holds for each order of concurrent calls.
record Story(String id, List<Call> calls, Conditions conditions) {
  /// An effect whose answer was lost is made within this time, or never: a script of Redis does not
  /// start after its deadline of 1.5 s, and a killed node sends no other.
  private static final long LATE = Duration.ofSeconds(5).toNanos();

  /// Expiry is in whole milliseconds, by the wall clock.
  private static final long EXPIRY = Duration.ofMillis(100).toNanos();

  Stream<Call> reads() {
    return calls.stream().filter(Call::served);
  }

  /// Uploads that have, or may have, made or confirmed a media.
  Stream<Call> uploads() {
    return calls.stream()
        .filter(call -> call.kind() instanceof Call.Upload && (call.done() || call.unsure()));
  }

  Stream<Call> uploadsOf(int picture) {
    return uploads().filter(call -> picture(call) == picture);
  }

  private Stream<Call> removals() {
    return calls.stream().filter(call -> call.kind() instanceof Call.Removal);
  }

  private Stream<Call> changes(boolean open) {
    return calls.stream()
        .filter(call -> call.kind() instanceof Call.Change change && change.open() == open);
  }

  static int picture(Call upload) {
    return ((Call.Upload) upload.kind()).picture();
  }

  private static @Nullable Duration ttl(Call upload) {
    return ((Call.Upload) upload.kind()).ttl();
  }

  /// The time after which `call` has no effect that it did not have before.
  static long settled(Call call) {
    return call.status() == Call.UNANSWERED
        ? Long.MAX_VALUE
        : call.span().ended() + (call.unsure() ? LATE : 0);
  }

  /// An upload whose media exists during the whole of `call`, in every order of events.
  Optional<Call> certain(Call call) {
    return uploads()
        .filter(upload -> upload.done() && upload.before(call))
        .filter(upload -> lives(upload, call))
        .filter(upload -> removals().noneMatch(removal -> mayEnd(removal, upload, call)))
        .findAny();
  }

  /// Whether the time to live of `upload` has not ended by the clock of Redis. A media that was
  /// only confirmed has the ttl that an earlier call has set.
  private boolean lives(Call upload, Call call) {
    return uploadsOf(picture(upload))
        .allMatch(each -> {
          Duration ttl = ttl(each);
          return ttl == null || call.span().ended() < each.span().begun() + ttl.toNanos() - EXPIRY;
        });
  }

  private static boolean mayEnd(Call removal, Call upload, Call call) {
    return !removal.equals(call)
        && (removal.done() || removal.unsure())
        && removal.span().begun() < call.span().ended()
        && settled(removal) > upload.span().begun();
  }

  /// Whether `picture` may be what `read` found, in some order of events.
  boolean possible(int picture, Call read) {
    return uploadsOf(picture)
        .anyMatch(upload ->
            upload.span().begun() < read.span().ended()
                && !expired(upload, read)
                && ending(upload, read).isEmpty());
  }

  /// A removal after `upload` whose effect `read` must see.
  Optional<Call> ending(Call upload, Call read) {
    return removals()
        .filter(Call::done)
        .filter(removal ->
            removal.span().begun() >= settled(upload)
                && removal.span().ended() + conditions.staleness(read, removal)
                    <= read.span().begun())
        .findFirst();
  }

  /// Whether the node of `call` may still have the record of an upload before `upload`.
  boolean overlaid(Call upload, Call call) {
    return upload.span().ended() + conditions.staleness(call, upload) > call.span().begun()
        && uploads()
            .anyMatch(other ->
                picture(other) != picture(upload) && other.span().begun() < upload.span().begun());
  }

  private static boolean expired(Call upload, Call read) {
    Duration ttl = ttl(upload);
    return ttl != null
        && upload.created()
        && read.span().begun() > upload.span().ended() + ttl.toNanos() + EXPIRY;
  }

  /// Whether `picture` may have been public when `read` looked, in some order of events.
  boolean possiblyOpen(int picture, Call read) {
    Stream<Call> uploaded =
        uploadsOf(picture).filter(call -> call.created() || call.unsure()).filter(Story::open);
    Stream<Call> changed = changes(true).filter(call -> call.done() || call.unsure());
    return Stream.concat(uploaded, changed)
        .filter(source -> source.span().begun() < read.span().ended())
        .anyMatch(source -> closing(source, read).isEmpty());
  }

  private static boolean open(Call upload) {
    return ((Call.Upload) upload.kind()).open();
  }

  /// A change to private after `source` whose effect `read` must see.
  Optional<Call> closing(Call source, Call read) {
    return changes(false)
        .filter(Call::done)
        .filter(change ->
            change.span().begun() >= settled(source)
                && change.span().ended() + conditions.staleness(read, change)
                    <= read.span().begun())
        .findFirst();
  }

  /// Whether a media may have been private at the time of `call`.
  boolean possiblyPrivate(Call call) {
    return Stream.concat(
            uploads().filter(upload -> !open(upload)),
            changes(false).filter(change -> change.done() || change.unsure()))
        .anyMatch(source -> source.span().begun() < call.span().ended());
  }

  /// Whether every upload of `a` was over before the first of `b` began.
  boolean precedes(int a, int b) {
    long begun = uploadsOf(b).mapToLong(call -> call.span().begun()).min().orElse(Long.MAX_VALUE);
    return uploadsOf(a).allMatch(call -> settled(call) <= begun);
  }

  /// Whether nothing of `picture` may remain at the end: its one upload was answered with 201, and
  /// a removal after it was answered, or its time is over before `end`.
  boolean surelyGone(int picture, long end) {
    List<Call> uploads = uploadsOf(picture).toList();
    return !uploads.isEmpty()
        && uploads.stream().allMatch(Call::created)
        && uploads.stream().allMatch(upload -> removedAfter(upload) || over(upload, end));
  }

  private boolean removedAfter(Call upload) {
    return removals()
        .anyMatch(removal -> removal.done() && removal.span().begun() >= upload.span().ended());
  }

  private static boolean over(Call upload, long end) {
    Duration ttl = ttl(upload);
    return ttl != null && upload.span().ended() + ttl.toNanos() + EXPIRY < end;
  }
}
