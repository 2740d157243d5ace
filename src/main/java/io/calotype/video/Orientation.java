package io.calotype.video;

import io.calotype.media.Dimensions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// How stored frames are turned and mirrored for display; turns by other than right angles are not
/// made, as browsers do not make them.
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

  /// What does it to a frame.
  List<String> filters() {
    return filters.isEmpty() ? List.of() : List.of(filters);
  }

  /// The size on the other side of it: displayed of stored, and stored of displayed.
  Dimensions across(Dimensions size) {
    return turned ? new Dimensions(/* width= */ size.height(), /* height= */ size.width()) : size;
  }

  /// Of a display matrix as ffprobe writes it: a hexadecimal line number, a colon and three numbers
  /// a line. A pixel at (x, y) is shown at (a x + c y, b x + d y), y downwards, with a and b in the
  /// first line, c and d in the second (ISO/IEC 14496-12, 8.3.2).
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

  /// @param upwards where what runs to the right is shown to run
  /// @param toTheLeft where what runs downwards is shown to run
  private static Orientation turned(boolean upwards, boolean toTheLeft) {
    if (upwards) {
      return toTheLeft ? TRANSPOSED_UPSIDE_DOWN : COUNTER_CLOCKWISE;
    }
    return toTheLeft ? CLOCKWISE : TRANSPOSED;
  }
}
