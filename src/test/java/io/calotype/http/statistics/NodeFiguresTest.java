package io.calotype.http.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cluster.Nodes;
import io.calotype.json.JsonValue;
import io.calotype.maintenance.usage.Usage;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodeFiguresTest {
  private static final NodeFigures ONE =
      figures(new RequestFigures(6, 2, 1, 1, 3), times("webp", 10, 5.25), usage(1, 4));
  private static final NodeFigures TWO =
      figures(new RequestFigures(0, 0, 0, 10, 0), times("webp", 1, 99.5), usage(2, 5));

  @Test
  void plus_ofCounts_areSums() {
    NodeFigures sum = ONE.plus(TWO);

    assertThat(sum.requests()).isEqualTo(new RequestFigures(6, 2, 1, 11, 3));
    assertThat(sum.cache().disk()).isEqualTo(new Usage.Amount(4, 400));
    assertThat(sum.renders().waiting()).isEqualTo(2);
  }

  @Test
  void plus_ofPercentiles_isTheHighest() {
    CallTimes sum = ONE.plus(TWO).renders().times();

    assertThat(sum.all())
        .containsExactly(new Telemetry.Times("webp", 11, List.of(99.5, 99.5, 99.5)));
  }

  @Test
  void plus_ofKindsThatOneNodeHas_keepsThem() {
    CallTimes sum = times("webp", 1, 1).plus(times("avif", 2, 3));

    assertThat(sum.all()).extracting(Telemetry.Times::operation).containsExactly("avif", "webp");
  }

  /// Originals are the same for all nodes; the latest census counts.
  @Test
  void plus_ofUsage_addsRenditionsOnly() {
    Usage sum = Objects.requireNonNull(ONE.plus(TWO).usage());

    assertThat(sum.all()).isEqualTo(new Usage.Amount(9, 90));
    assertThat(sum.originals().get(Usage.Source.IMAGE)).isEqualTo(new Usage.Amount(5, 50));
    assertThat(sum.taken()).isEqualTo(Instant.ofEpochSecond(1));
  }

  @Test
  void rates_ofSums_areComputedFromThem() {
    JsonValue json = json(ONE.plus(TWO));

    assertThat(json.at("requests").at("hitRate").text()).isEqualTo("0.45");
    assertThat(json.at("requests").at("missRate").text()).isEqualTo("0.55");
    assertThat(json.at("cache").at("averageBytes").count()).isEqualTo(100);
  }

  @Test
  void report_readAgain_isEqual() {
    NodeReport report = new NodeReport("a", Duration.ofSeconds(3), ONE);

    assertThat(NodeReport.of(new Nodes.Report(report.text(), report.age()))).contains(report);
  }

  @Test
  void report_ofAnotherForm_isLeftOutOrZero() {
    assertThat(NodeReport.of(new Nodes.Report("no JSON", Duration.ZERO))).isEmpty();
    assertThat(NodeReport.of(new Nodes.Report("{\"usage\":{}}", Duration.ZERO))).isEmpty();
    assertThat(NodeReport.of(new Nodes.Report("{\"node\":\"b\"}", Duration.ZERO)))
        .hasValueSatisfying(report -> assertThat(report.figures().requests().misses()).isZero());
  }

  private static JsonValue json(NodeFigures figures) {
    return JsonValue.read(new NodeReport("a", Duration.ZERO, figures).text()).orElseThrow();
  }

  private static NodeFigures figures(RequestFigures requests, CallTimes times, Usage usage) {
    CacheFigures cache =
        new CacheFigures(new Usage.Amount(2, 200), 1000, 7, new Usage.Amount(1, 10), 0, 0);
    return new NodeFigures(
        requests, cache, new RenderFigures(1, 2, 3, 4, times), times("find", 1, 2), usage);
  }

  private static CallTimes times(String kind, long count, double millis) {
    return new CallTimes(
        List.of(new Telemetry.Times(kind, count, List.of(millis, millis, millis))));
  }

  /// A census at `second` of `count` renditions and as many pictures, of ten bytes each.
  private static Usage usage(int second, int count) {
    Usage.Amount amount = new Usage.Amount(count, 10L * count);
    SortedMap<Usage.Kind, Usage.Amount> kinds = new TreeMap<>();
    kinds.put(new Usage.Kind("small", "webp"), amount);
    SortedMap<Usage.Age, Usage.Amount> ages = new TreeMap<>();
    SortedMap<Usage.Source, Usage.Amount> originals = new TreeMap<>();
    for (Usage.Age age : Usage.Age.values()) {
      ages.put(age, age == Usage.Age.DAY ? amount : Usage.Amount.NONE);
    }
    for (Usage.Source source : Usage.Source.values()) {
      originals.put(source, source == Usage.Source.IMAGE ? amount : Usage.Amount.NONE);
    }
    return new Usage(Instant.ofEpochSecond(second), Duration.ofMillis(5), kinds, ages, originals);
  }
}
