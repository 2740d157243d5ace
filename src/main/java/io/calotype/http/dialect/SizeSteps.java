package io.calotype.http.dialect;

import io.calotype.media.geometry.AspectRatio;
import io.calotype.media.geometry.Bounds;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The sizes of boxes that need no signature. The limited set keeps strangers from filling the disk
/// or the CPU with sizes that no page uses.
///
/// @param steps lengths in pixels, ascending
public record SizeSteps(List<Integer> steps) {
  /// The default steps.
  public static final SizeSteps STANDARD =
      new SizeSteps(
          List.of(
              16, 32, 48, 64, 96, 128, 200, 256, 320, 384, 400, 480, 512, 640, 750, 768, 800, 828,
              960, 1024, 1080, 1200, 1280, 1440, 1536, 1600, 1668, 1920, 2048, 2560, 3840));

  /// The longest side of a box, in pixels.
  public static final int MAX_SIDE = 16_383;

  public SizeSteps {
    steps = steps.stream().distinct().sorted().toList();
    if (steps.isEmpty() || steps.getFirst() < 1 || steps.getLast() > MAX_SIDE) {
      throw new IllegalArgumentException("not steps of 1 to " + MAX_SIDE + " pixels");
    }
  }

  /// The size of a box as requested in a URL.
  ///
  /// @param width pixels; 0 for none
  /// @param height pixels; 0 for none
  /// @param ratio aspect ratio; only with exactly one side
  public record RequestedSize(long width, long height, @Nullable AspectRatio ratio) {
    /// The width, which may follow from the ratio; 0 is open.
    private long boxWidth() {
      return width == 0 && ratio != null ? ratio.widthOf(height) : width;
    }

    /// The height, which may follow from the ratio; 0 is open.
    private long boxHeight() {
      return height == 0 && ratio != null ? ratio.heightOf(width) : height;
    }

    /// The bounds of the box.
    public Bounds bounds() {
      int width = (int) boxWidth();
      int height = (int) boxHeight();
      if (height == 0) {
        return new Bounds.Width(width);
      }
      return width == 0 ? new Bounds.Height(height) : Bounds.of(width, height);
    }

    /// Returns whether it is within the limits of a renderer, regardless of the caller.
    public boolean possible() {
      return boxWidth() <= MAX_SIDE && boxHeight() <= MAX_SIDE;
    }

    private double distance(RequestedSize other) {
      return gap(boxWidth(), other.boxWidth()) + gap(boxHeight(), other.boxHeight());
    }

    private static double gap(long one, long other) {
      return one == 0 || other == 0 ? 0 : Math.abs(Math.log((double) one / other));
    }

    /// The options that request this size, by name.
    public Map<String, Object> options() {
      Map<String, Object> options = new LinkedHashMap<>();
      if (width > 0) {
        options.put("w", width);
      }
      if (height > 0) {
        options.put("h", height);
      }
      if (ratio != null) {
        options.put("ar", ratio.toString());
      }
      return options;
    }
  }

  /// Throws for a size that no renderer makes, signed or not.
  ///
  /// Errors: `SizeNotAllowed`.
  void requirePossible(RequestedSize requested) {
    if (!requested.possible()) {
      String option = Objects.requireNonNullElse(refused(requested), "ar");
      throw new FreeSize(option, requested, this).refusal();
    }
  }

  /// Returns `requested` if it needs a signature; null if it needs none.
  @Nullable FreeSize free(RequestedSize requested) {
    String option = refused(requested);
    return option == null ? null : new FreeSize(option, requested, this);
  }

  /// Returns the name of the option that makes `requested` need a signature; null if it needs none.
  @Nullable String refused(RequestedSize requested) {
    if (requested.ratio() != null && !requested.ratio().allowed()) {
      return "ar";
    }
    if (requested.width() == 0 || requested.height() == 0) {
      long side = Math.max(requested.width(), requested.height());
      return step(side) ? null : requested.width() == 0 ? "h" : "w";
    }
    if (!step(requested.width()) && !step(requested.height())) {
      return "w";
    }
    boolean both = step(requested.width()) && step(requested.height());
    return both || follows(requested) ? null : step(requested.width()) ? "h" : "w";
  }

  private boolean follows(RequestedSize requested) {
    return AspectRatio.known()
        .anyMatch(ratio ->
            (step(requested.width()) && ratio.heightOf(requested.width()) == requested.height())
                || (step(requested.height())
                    && ratio.widthOf(requested.height()) == requested.width()));
  }

  private boolean step(long length) {
    return length <= MAX_SIDE && steps.contains((int) length);
  }

  /// Returns the allowed size nearest to `requested`, by the quotients of its sides. It has the
  /// same options.
  public RequestedSize nearest(RequestedSize requested) {
    return candidates(requested)
        .min(Comparator.comparingDouble(requested::distance))
        .orElseThrow(() -> new AssertionError("there is at least one step"));
  }

  private Stream<RequestedSize> candidates(RequestedSize requested) {
    Stream<Long> lengths = steps.stream().map(Integer::longValue);
    if (requested.width() > 0 && requested.height() > 0) {
      return lengths.flatMap(this::boxes);
    }
    List<@Nullable AspectRatio> ratios =
        requested.ratio() == null
            ? Collections.singletonList(null)
            : AspectRatio.known().<@Nullable AspectRatio>map(ratio -> ratio).toList();
    return lengths.flatMap(length ->
        ratios.stream()
            .map(ratio ->
                requested.height() == 0
                    ? new RequestedSize(length, 0, ratio)
                    : new RequestedSize(0, length, ratio)));
  }

  /// Returns every allowed box that has a side of `length`.
  private Stream<RequestedSize> boxes(long length) {
    Stream<RequestedSize> stepped =
        steps.stream().map(other -> new RequestedSize(length, other, null));
    Stream<RequestedSize> wide =
        AspectRatio.known().map(ratio -> new RequestedSize(length, ratio.heightOf(length), null));
    Stream<RequestedSize> high =
        AspectRatio.known().map(ratio -> new RequestedSize(ratio.widthOf(length), length, null));
    return Stream.of(stepped, wide, high).flatMap(all -> all).filter(RequestedSize::possible);
  }
}
