package io.calotype.maintenance.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Number and size of stored files at one time.
///
/// @param taken time of the scan; of several nodes, of the oldest scan
/// @param took duration of the scan; of several nodes, of the longest scan
/// @param renditions renditions by kind; kinds without one are absent
/// @param ages the same renditions by the time since their last use
/// @param originals originals and masters according to their records
public record Usage(
    Instant taken,
    Duration took,
    SortedMap<Kind, Amount> renditions,
    SortedMap<Age, Amount> ages,
    SortedMap<Source, Amount> originals) {

  /// The kind of a rendition.
  ///
  /// @param preset its name, or one of those of [io.calotype.store.PresetNames]
  /// @param format its file name ending, without the dot
  public record Kind(String preset, String format) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byPreset = preset.compareTo(other.preset);
      return byPreset == 0 ? format.compareTo(other.format) : byPreset;
    }
  }

  /// Time since a rendition was last used.
  public enum Age {
    /// Less than a day.
    DAY(Duration.ofDays(1)),
    /// Less than a week.
    WEEK(Duration.ofDays(7)),
    /// Less than 30 days.
    MONTH(Duration.ofDays(30)),
    /// 30 days or longer.
    OLDER(Duration.ofMillis(Long.MAX_VALUE));

    private final Duration below;

    Age(Duration below) {
      this.below = below;
    }

    /// Returns the age at `now` of a rendition last used at `used`.
    static Age of(Instant used, Instant now) {
      Duration idle = Duration.between(used, now);
      return Arrays.stream(values())
          .filter(age -> idle.compareTo(age.below) < 0)
          .findFirst()
          .orElse(OLDER);
    }
  }

  /// Kind of a media's stored file.
  public enum Source {
    /// An uploaded picture.
    IMAGE,
    /// An uploaded video.
    VIDEO,
    /// A master, the source of renditions in place of the original.
    MASTER
  }

  /// A number of files.
  ///
  /// @param bytes total length
  public record Amount(long count, long bytes) {
    /// No file.
    public static final Amount NONE = new Amount(0, 0);

    /// Mean length in bytes; 0 without files.
    public long average() {
      return count == 0 ? 0 : bytes / count;
    }

    /// Returns the sum of this and `other`.
    public Amount plus(Amount other) {
      return new Amount(count + other.count, bytes + other.bytes);
    }
  }

  /// Returns the total of all renditions.
  public Amount all() {
    return ages.values().stream().reduce(Amount.NONE, Amount::plus);
  }

  /// Returns the usage of two nodes of one data set. The renditions are on disks of their own, and
  /// are added. The originals are the same, and are those of the later scan.
  public Usage plus(Usage other) {
    boolean later = other.taken.isAfter(taken);
    return new Usage(
        later ? taken : other.taken,
        took.compareTo(other.took) < 0 ? other.took : took,
        sum(renditions, other.renditions),
        sum(ages, other.ages),
        later ? other.originals : originals);
  }

  private static <K> SortedMap<K, Amount> sum(
      SortedMap<K, Amount> one, SortedMap<K, Amount> other) {
    SortedMap<K, Amount> sums = new TreeMap<>(one);
    other.forEach((key, amount) -> sums.merge(key, amount, Amount::plus));
    return sums;
  }

  /// Returns renditions grouped by `trait`.
  public SortedMap<String, Amount> by(Function<Kind, String> trait) {
    SortedMap<String, Amount> sums = new TreeMap<>();
    for (Map.Entry<Kind, Amount> entry : renditions.entrySet()) {
      sums.merge(trait.apply(entry.getKey()), entry.getValue(), Amount::plus);
    }
    return sums;
  }
}
