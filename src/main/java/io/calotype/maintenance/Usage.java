package io.calotype.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// How much there is of what, at one time.
///
/// @param taken when it was counted
/// @param took how long that took
/// @param renditions by what they are; nothing is empty
/// @param ages the same renditions by the time since their last use
/// @param originals originals and masters as records have them
public record Usage(
    Instant taken,
    Duration took,
    SortedMap<Kind, Amount> renditions,
    SortedMap<Age, Amount> ages,
    SortedMap<Source, Amount> originals) {

  /// What a rendition is.
  ///
  /// @param preset its name, or one of those of [io.calotype.rendition.PresetNames]
  /// @param format its file name ending, without the dot
  public record Kind(String preset, String format) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byPreset = preset.compareTo(other.preset);
      return byPreset == 0 ? format.compareTo(other.format) : byPreset;
    }
  }

  /// How long ago a rendition was used last.
  public enum Age {
    /// Less than a day.
    DAY(Duration.ofDays(1)),
    /// Less than a week.
    WEEK(Duration.ofDays(7)),
    /// Less than 30 days.
    MONTH(Duration.ofDays(30)),
    /// Longer.
    OLDER(Duration.ofMillis(Long.MAX_VALUE));

    private final Duration below;

    Age(Duration below) {
      this.below = below;
    }

    /// The age of what was used at `used`.
    static Age of(Instant used, Instant now) {
      Duration idle = Duration.between(used, now);
      return Arrays.stream(values())
          .filter(age -> idle.compareTo(age.below) < 0)
          .findFirst()
          .orElse(OLDER);
    }
  }

  /// What is kept of a media.
  public enum Source {
    /// An uploaded picture.
    IMAGE,
    /// An uploaded video.
    VIDEO,
    /// What the renditions of one of them are made from in its place.
    MASTER
  }

  /// A number of files.
  ///
  /// @param bytes how long they are together
  public record Amount(long count, long bytes) {
    /// No file.
    public static final Amount NONE = new Amount(0, 0);

    /// How long each is, in the mean; 0 where there is none.
    public long average() {
      return count == 0 ? 0 : bytes / count;
    }

    /// This and `other` together.
    public Amount plus(Amount other) {
      return new Amount(count + other.count, bytes + other.bytes);
    }
  }

  /// All renditions together.
  public Amount all() {
    return ages.values().stream().reduce(Amount.NONE, Amount::plus);
  }

  /// Renditions by one of the things that they are.
  public SortedMap<String, Amount> by(Function<Kind, String> trait) {
    SortedMap<String, Amount> sums = new TreeMap<>();
    for (Map.Entry<Kind, Amount> entry : renditions.entrySet()) {
      sums.merge(trait.apply(entry.getKey()), entry.getValue(), Amount::plus);
    }
    return sums;
  }
}
