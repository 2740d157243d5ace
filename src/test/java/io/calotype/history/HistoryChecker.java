package io.calotype.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks a history against the promises of docs/cluster.md. Returns no violation if some order of
/// the concurrent calls explains all answers.
public final class HistoryChecker {
  private final History history;
  private final List<Violation> found = new ArrayList<>();

  private HistoryChecker(History history) {
    this.history = history;
  }

  /// Returns the violations of `history`.
  public static List<Violation> check(History history) {
    HistoryChecker checker = new HistoryChecker(history);
    checker.checkEtags();
    Map<String, Story> stories = checker.stories();
    checker.checkRenders(stories);
    stories.values().forEach(checker::checkStory);
    new RestChecker(history.atRest(), stories, checker.found).check();
    return checker.found;
  }

  /// The stories by id. A 304 gets the picture of its `ETag`.
  private Map<String, Story> stories() {
    Map<String, Integer> pictures = new HashMap<>();
    history.calls().stream()
        .filter(Call::whole)
        .forEach(call -> pictures.put(call.answer().etag(), call.answer().picture()));
    Map<String, List<Call>> calls =
        history.calls().stream()
            .filter(call -> !call.served() || call.whole() || pictures.containsKey(etag(call)))
            .map(call -> call.served() && !call.whole() ? shown(call, pictures) : call)
            .collect(groupingBy(Call::id, LinkedHashMap::new, toList()));
    Map<String, Story> stories = new LinkedHashMap<>();
    calls.forEach((id, of) -> stories.put(id, new Story(id, of, history.conditions())));
    return stories;
  }

  private static String etag(Call call) {
    return call.answer().etag();
  }

  private static Call shown(Call notModified, Map<String, Integer> pictures) {
    Call.Answer answer = notModified.answer();
    int picture = pictures.getOrDefault(answer.etag(), Call.Answer.UNKNOWN);
    return new Call(
        notModified.node(),
        notModified.id(),
        notModified.kind(),
        notModified.span(),
        notModified.status(),
        new Call.Answer(picture, answer.etag(), "", answer.cacheControl()));
  }

  private void note(String rule, String id, String detail, Call... calls) {
    found.add(new Violation(rule, id, detail, List.of(calls)));
  }

  /// No `ETag` has two bodies.
  private void checkEtags() {
    Map<String, Call> first = new HashMap<>();
    for (Call call : history.calls()) {
      if (call.whole()) {
        Call other = first.putIfAbsent(etag(call), call);
        if (other != null && !other.answer().body().equals(call.answer().body())) {
          note("etag-two-bodies", call.id(), etag(call), call, other);
        }
      }
    }
  }

  /// A rendition is rendered once for each upload of its picture, and once more for each result
  /// that was lost.
  private void checkRenders(Map<String, Story> stories) {
    Renders renders = history.renders();
    renders
        .counts()
        .forEach((rendition, count) -> {
          Story story = stories.get(Renders.id(rendition));
          long limit = (story == null ? 1 : story.lives()) + renders.losses().sum();
          if (count > limit) {
            note("rendered-again", rendition, count + " renders, at most " + limit);
          }
        });
  }

  private void checkStory(Story story) {
    for (Call call : story.calls()) {
      checkFault(call);
      checkAbsent(story, call);
      checkCreated(story, call);
      if (call.served()) {
        checkServed(story, call);
      }
    }
    checkOrder(story);
  }

  /// Every call is answered, as the calls of this history may be.
  private void checkFault(Call call) {
    if (call.odd()) {
      note("odd-status", call.id(), "" + call.status(), call);
    }
  }

  /// A media that was answered with 201 and not deleted is found at every node: at once, and a
  /// moment later where a node may still have an earlier record of its id, such as an expired one.
  private void checkAbsent(Story story, Call call) {
    boolean hidden = call.anonymous() && story.possiblyPrivate(call);
    if (call.absent() && !hidden) {
      story
          .certain(call)
          .filter(upload -> !story.overlaid(upload, call))
          .ifPresent(upload -> note("lost", call.id(), "" + Story.picture(upload), call, upload));
    }
  }

  /// An id is taken until its removal.
  private void checkCreated(Story story, Call call) {
    if (call.created()) {
      story
          .certain(call)
          .ifPresent(upload -> note("overwritten", call.id(), "201 twice", call, upload));
    }
  }

  /// A read shows the media that exists, or one that was removed a moment ago.
  private void checkServed(Story story, Call read) {
    int picture = read.answer().picture();
    if (!story.possible(picture, read)) {
      note("removed-served", read.id(), "" + picture, read);
      return;
    }
    checkPrivate(story, read);
    Optional<Call> certain = story.certain(read);
    if (certain.filter(upload -> Story.picture(upload) != picture).isPresent()
        && story
            .uploadsOf(picture)
            .noneMatch(other -> other.span().begun() < certain.get().span().ended())) {
      note("two-digests", read.id(), "" + picture, read, certain.get());
    }
  }

  /// Without credentials no private media is served, and never for a shared cache.
  private void checkPrivate(Story story, Call read) {
    if (story.possiblyOpen(read.answer().picture(), read)) {
      return;
    }
    if (read.anonymous()) {
      note("private-served", read.id(), "" + read.answer().picture(), read);
    }
    if (read.answer().cacheControl().contains("public")) {
      note("private-public", read.id(), read.answer().cacheControl(), read);
    }
  }

  /// A node that has shown a media shows none of an earlier upload any more.
  private void checkOrder(Story story) {
    List<Call> reads =
        story.reads().sorted(Comparator.comparingLong(call -> call.span().begun())).toList();
    Map<String, Map<Integer, Call>> shown = new HashMap<>();
    for (Call read : reads) {
      Map<Integer, Call> here = shown.computeIfAbsent(read.node(), node -> new HashMap<>());
      int picture = read.answer().picture();
      here.values().stream()
          .filter(seen -> seen.answer().picture() != picture && seen.before(read))
          .filter(seen -> story.precedes(picture, seen.answer().picture()))
          .findFirst()
          .ifPresent(seen -> note("back-in-time", read.id(), "" + picture, read, seen));
      here.merge(picture, read, (a, b) -> a.span().ended() <= b.span().ended() ? a : b);
    }
  }
}
