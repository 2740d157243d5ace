package io.calotype.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A history that a test writes call by call. Times are in milliseconds.
abstract class HistoryFixture {
  static final String ID = "cat";
  static final long LONG_AFTER = 20_000;

  final List<Call> calls = new ArrayList<>();
  final List<Call> rest = new ArrayList<>();
  final List<AtRest.Stored> objects = new ArrayList<>();
  Map<String, Integer> records = Map.of();
  Map<String, List<Call.Span>> unheard = Map.of();
  Renders renders = Renders.NOT_SHARED;

  List<String> rules() {
    Conditions conditions = new Conditions(unheard, Duration.ofSeconds(3));
    AtRest atRest = new AtRest(rest, records, objects, millis(LONG_AFTER));
    return HistoryChecker.check(new History(calls, conditions, atRest, renders)).stream()
        .map(Violation::rule)
        .toList();
  }

  static long millis(long time) {
    return Duration.ofMillis(time).toNanos();
  }

  /// A call from `begun` that takes 10 ms.
  Call call(String node, long begun, Call.Kind kind, int status, Call.Answer answer) {
    Call.Span span = new Call.Span(millis(begun), millis(begun + 10));
    Call call = new Call(node, ID, kind, span, status, answer);
    calls.add(call);
    return call;
  }

  void upload(long begun, int picture, int status) {
    call("a", begun, new Call.Upload(picture, true, null, null), status, Call.Answer.NONE);
  }

  void remove(long begun, int status) {
    call("a", begun, new Call.Removal(), status, Call.Answer.NONE);
  }

  void change(long begun, boolean open, int status) {
    call("a", begun, new Call.Change(open), status, Call.Answer.NONE);
  }

  Call read(String node, long begun, int picture) {
    return read(node, begun, picture, "public, max-age=3600");
  }

  Call read(String node, long begun, int picture, String cacheControl) {
    Call.Answer answer = new Call.Answer(picture, "e" + picture, "b" + picture, cacheControl);
    return call(node, begun, new Call.Read("/%s", true, null), 200, answer);
  }

  Call failed(String node, long begun, int status) {
    return call(node, begun, new Call.Read("/%s", true, null), status, Call.Answer.NONE);
  }
}
