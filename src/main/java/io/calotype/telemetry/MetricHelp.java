package io.calotype.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Gives each metric its description, the `# HELP` line of the Prometheus text format.
///
/// The descriptions are in `metrics.properties`: a line `name=description` for each metric, by its
/// name before Micrometer adds a unit or `_total`, and for those of libraries that name no unit.
final class MetricHelp implements MeterFilter {
  private final Properties descriptions = new Properties();

  MetricHelp() {
    try (Reader lines =
        new InputStreamReader(
            Objects.requireNonNull(MetricHelp.class.getResourceAsStream("metrics.properties")),
            StandardCharsets.UTF_8)) {
      descriptions.load(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    String description = descriptions.getProperty(id.getName());
    return new Meter.Id(
        id.getName(),
        Tags.of(id.getTags()),
        id.getBaseUnit(),
        description == null ? withUnit(id) : description,
        id.getType());
  }

  /// The description of a metric of a library, with its unit.
  private static @Nullable String withUnit(Meter.Id id) {
    String unit = id.getType() == Meter.Type.TIMER ? "seconds" : id.getBaseUnit();
    String text = id.getDescription();
    return text == null || unit == null || text.contains(unit)
        ? text
        : text.replaceFirst("\\.$", "") + ", in " + unit + ".";
  }
}
