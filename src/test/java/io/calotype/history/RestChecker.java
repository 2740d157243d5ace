package io.calotype.history;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks that nodes, records and bucket agree after all faults have ended.
final class RestChecker {
  private final AtRest rest;
  private final Map<String, Story> stories;
  private final List<Violation> found;

  RestChecker(AtRest rest, Map<String, Story> stories, List<Violation> found) {
    this.rest = rest;
    this.stories = stories;
    this.found = found;
  }

  void check() {
    rest.reads().stream()
        .filter(call -> !call.whole() && !call.absent())
        .forEach(call -> note("unavailable", call.id(), "" + call.status(), List.of(call)));
    rest.reads().stream().collect(groupingBy(Call::id)).forEach(this::checkReads);
    rest.records().forEach(this::checkRecord);
    rest.objects().forEach(this::checkObject);
  }

  private void note(String rule, String id, String detail, List<Call> calls) {
    found.add(new Violation(rule, id, detail, calls));
  }

  /// All nodes serve what the record says.
  private void checkReads(String id, List<Call> reads) {
    Set<Integer> shown =
        reads.stream().map(call -> call.answer().picture()).collect(Collectors.toSet());
    if (!shown.equals(Set.of(rest.records().getOrDefault(id, 0)))) {
      note("nodes-differ", id, shown + ", record " + rest.records().get(id), reads);
    }
  }

  private void checkRecord(String id, int picture) {
    if (rest.objects().stream()
        .noneMatch(object -> object.id().equals(id) && object.picture() == picture)) {
      note("record-without-object", id, "" + picture, List.of());
    }
  }

  /// An object without a record is in the queue of removals, or is left of an upload that was not
  /// answered with 201.
  private void checkObject(AtRest.Stored object) {
    if (object.picture() == Call.Answer.UNKNOWN) {
      note("object-damaged", object.id(), object.key(), List.of());
    }
    Story story = stories.get(object.id());
    if (story != null
        && rest.records().getOrDefault(object.id(), 0) != object.picture()
        && !object.queued()
        && story.surelyGone(object.picture(), rest.time())) {
      note("object-left", object.id(), object.key(), story.uploadsOf(object.picture()).toList());
    }
  }
}
