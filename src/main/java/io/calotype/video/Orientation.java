package io.calotype.video;

import io.calotype.media.geometry.Dimensions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Rotation and mirroring of stored frames for display. Only right angles are applied, as in
/// browsers.
enum Orientation {
  AS_STORED(false, ""),
  MIRRORED(false, "hflip"),
  UPSIDE_DOWN(false, "hflip,vflip"),
  UPSIDE_DOWN_MIRRORED(false, "vflip"),
  TRANSPOSED(true, "transpose=cclock_flip"),
  CLOCKWISE(true, "transpose=clock"),
  COUNTER_CLOCKWISE(true, "transpose=cclock"),
  TRANSPOSED_UPSIDE_DOWN(true, "transpose=clock_flip");

  private static final Pattern NUMBER = Pattern.compile("(?<![\\d-])-?\\d{1,10}(?![\\d:])");

  private final boolean turned;
  private final String filters;

  Orientation(boolean turned, String filters) {
    this.turned = turned;
    this.filters = filters;
  }

  /// The filters that apply it to a frame.
  List<String> filters() {
    return filters.isEmpty() ? List.of() : List.of(filters);
  }

  /// Converts a stored size to a displayed one, and vice versa.
  Dimensions across(Dimensions size) {
    return turned ? new Dimensions(/* width= */ size.height(), /* height= */ size.width()) : size;
  }

  /// Parses a display matrix as ffprobe writes it: a hexadecimal line number, a colon and three
  /// numbers a line. A pixel at (x, y) is shown at (a x + c y, b x + d y), y downwards. The first
  /// line has a and b, the second c and d (ISO/IEC 14496-12, 8.3.2).
  static Orientation of(String matrix) {
    long[] number =
        NUMBER
            .matcher(matrix)
            .results()
            .map(MatchResult::group)
            .mapToLong(Long::parseLong)
            .toArray();
    return number.length < 5
        ? AS_STORED
        : of(new long[] {number[0], number[1], number[3], number[4]});
  }

  private static Orientation of(long... m) {
    boolean straight = Math.abs(m[0]) + Math.abs(m[3]) >= Math.abs(m[1]) + Math.abs(m[2]);
    return straight ? straight(m[0] < 0, m[3] < 0) : turned(m[1] < 0, m[2] < 0);
  }

  private static Orientation straight(boolean toTheLeft, boolean upwards) {
    if (toTheLeft) {
      return upwards ? UPSIDE_DOWN : MIRRORED;
    }
    return upwards ? UPSIDE_DOWN_MIRRORED : AS_STORED;
  }

  /// Returns the rotated orientation.
  ///
  /// @param upwards whether the stored direction right is displayed as up
  /// @param toTheLeft whether the stored direction down is displayed as left
  private static Orientation turned(boolean upwards, boolean toTheLeft) {
    if (upwards) {
      return toTheLeft ? TRANSPOSED_UPSIDE_DOWN : COUNTER_CLOCKWISE;
    }
    return toTheLeft ? CLOCKWISE : TRANSPOSED;
  }
}
