package io.calotype.maintenance.usage;

import io.calotype.maintenance.usage.Usage.Amount;
import io.calotype.telemetry.Telemetry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Exports the last usage scan as metrics. They are absent before the first scan.
final class UsageGauges {
  private final Telemetry telemetry;

  UsageGauges(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /// Sets the gauges to `usage`.
  void show(Usage usage) {
    Function<Usage.Kind, List<String>> kind =
        key -> List.of("preset", key.preset(), "format", key.format());
    Function<Usage.Source, List<String>> source =
        key -> List.of("kind", key.name().toLowerCase(Locale.ROOT));
    show("calotype_renditions", usage.renditions(), kind, Amount::count);
    show("calotype_rendition_bytes", usage.renditions(), kind, Amount::bytes);
    show("calotype_originals", usage.originals(), source, Amount::count);
    show("calotype_original_bytes", usage.originals(), source, Amount::bytes);
    single("calotype_rendition_average_bytes", usage.all().average());
    single("calotype_census_time_seconds", usage.taken().getEpochSecond());
  }

  private void single(String name, long value) {
    telemetry.gauges(name, Map.of(List.of(), value));
  }

  private <K> void show(
      String name,
      Map<K, Amount> amounts,
      Function<K, List<String>> labels,
      ToLongFunction<Amount> value) {
    telemetry.gauges(
        name,
        amounts.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> labels.apply(entry.getKey()),
                    entry -> value.applyAsLong(entry.getValue()))));
  }
}
