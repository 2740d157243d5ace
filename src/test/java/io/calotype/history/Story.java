package io.calotype.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The calls about one id, with that which follows for the state of the media.
///
/// Every conclusion holds for each order of concurrent calls.
record Story(String id, List<Call> calls, Conditions conditions) {
  /// An effect whose answer was lost is made within this time, or never: a script of Redis does not
  /// start after its deadline of 1.5 s, and a killed node sends no other.
  private static final long LATE = Duration.ofSeconds(5).toNanos();

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

  /// Removals that end the media of `upload` if it exists.
  private Stream<Call> removals(Call upload) {
    return calls.stream()
        .filter(call ->
            call.kind() instanceof Call.Removal
                || (call.kind() instanceof Call.GroupRemoval(String group)
                    && new Membership(this, upload).surely(group, call)));
  }

  /// Removals that may end the media of `upload`.
  private Stream<Call> possibleRemovals(Call upload) {
    return calls.stream()
        .filter(call ->
            call.kind() instanceof Call.Removal
                || (call.kind() instanceof Call.GroupRemoval(String group)
                    && new Membership(this, upload).possibly(group, call)));
  }

  /// Calls that have, or may have, changed the media of `upload` before the time `end`. An upload
  /// that was not answered with 201 may have confirmed the media of an earlier one.
  Stream<Call> changesOf(Call upload, long end) {
    long from =
        upload.created()
            ? upload.span().begun()
            : uploadsOf(picture(upload))
                .mapToLong(call -> call.span().begun())
                .min()
                .orElse(upload.span().begun());
    return calls.stream()
        .filter(change -> change.done() || change.unsure())
        .filter(change -> settled(change) > from && change.span().begun() < end);
  }

  /// The largest number of uploads of one picture: each may have begun a life with renditions of
  /// its own.
  long lives() {
    return uploads()
        .filter(call -> call.created() || call.unsure())
        .collect(Collectors.groupingBy(Story::picture, Collectors.counting()))
        .values()
        .stream()
        .mapToLong(count -> count)
        .max()
        .orElse(1);
  }

  private Stream<Call> changes(boolean open) {
    return calls.stream()
        .filter(call -> call.kind() instanceof Call.Change change && change.open() == open);
  }

  static int picture(Call upload) {
    return ((Call.Upload) upload.kind()).picture();
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
        .filter(upload -> new Expiry(this, upload).lives(call))
        .filter(upload -> possibleRemovals(upload).noneMatch(each -> mayEnd(each, upload, call)))
        .findAny();
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
                && !new Expiry(this, upload).over(read)
                && ending(upload, read).isEmpty());
  }

  /// A removal after `upload` whose effect `read` must see.
  Optional<Call> ending(Call upload, Call read) {
    return removals(upload)
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
        && uploads.stream()
            .allMatch(upload -> removedAfter(upload) || new Expiry(this, upload).over(end));
  }

  private boolean removedAfter(Call upload) {
    return removals(upload)
        .anyMatch(removal -> removal.done() && removal.span().begun() >= upload.span().ended());
  }
}
