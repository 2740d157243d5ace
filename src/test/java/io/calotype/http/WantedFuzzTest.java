package io.calotype.http;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.fuzz.Refusals;
import io.calotype.media.Box;
import io.calotype.media.Focus;
import io.calotype.media.MediaId;
import io.calotype.media.Order;
import io.calotype.media.Preset;
import io.calotype.media.SizeSteps;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A delivery URL: name, preset (empty is none), then its options, a line each.
public final class WantedFuzzTest extends FuzzTarget {
  private static final WantedParser PARSER =
      new WantedParser(List.of(Preset.SMALL, Preset.MEDIUM, Preset.LARGE), SizeSteps.STANDARD);

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "a\n",
        "a.webp\n\nv=12",
        "a\nsmall.jpeg",
        "a\nlarge\nformat=png",
        "a\nhuge",
        "a.b\nsmall\nformat=auto",
        "a.webp\n\nformat=webp",
        "a\n\nsize=small",
        "a\n\nw=1&w=2",
        "a\n\nw=400&h=300&fit=cover&gravity=northwest&dpr=1.5&q=70",
        "a\n\nh=16&fit=contain&background=ff00ff&frame=first&profile=keep",
        "a\nsmall\nq=1&dpr=3",
        "a\n\nw=401&sig=x",
        "a\n\nw=400&ar=16:9&fit=cover&focus=0.25,1&utm_source=x",
        ".\n.");
  }

  @Override
  public void check(byte[] sent) throws Exception {
    String[] lines = lines(sent, 3);
    MultiMap options = options(lines[2]);
    String preset = lines[1].isEmpty() ? null : lines[1];
    Refusals.parsed(() -> PARSER.image(lines[0], preset, options))
        .flatMap(wanted -> wanted)
        .ifPresent(wanted -> requireSame(wanted, again(wanted)));
    Optional<MediaId> id = MediaId.parse(lines[0]);
    id.ifPresent(name -> require(name.value().equals(lines[0]), name));
    if (id.isPresent()) {
      Refusals.parsed(() -> PARSER.thumbnail(id.get(), options))
          .ifPresent(
              wanted -> require(wanted.thumbnail() && !wanted.preset().name().isEmpty(), wanted));
    }
  }

  private static MultiMap options(String text) {
    MultiMap options = MultiMap.caseInsensitiveMultiMap();
    for (String option : text.split("[\n&]", -1)) {
      int equals = option.indexOf('=');
      if (equals >= 0) {
        options.add(option.substring(0, equals), option.substring(equals + 1));
      }
    }
    return options;
  }

  private static @Nullable Wanted again(Wanted wanted) {
    MultiMap options = MultiMap.caseInsensitiveMultiMap();
    options.add(
        "format",
        wanted.format() == null
            ? "auto"
            : wanted.format().name().toLowerCase(java.util.Locale.ROOT));
    if (wanted.version() != null) {
      options.add("v", wanted.version());
    }
    Order order = wanted.preset().order();
    String preset = wanted.preset().name().isEmpty() ? null : wanted.preset().name();
    if (preset == null && order.box() != null) {
      add(options, order.box(), wanted.freeSize());
    }
    if (order.quality() != 0) {
      options.add("q", Integer.toString(order.quality()));
    }
    options.add("dpr", Double.toString(order.density()).replace(".0", ""));
    options.add("background", order.background().toString());
    if (order.still()) {
      options.add("frame", "first");
    }
    if (order.ownColors()) {
      options.add("profile", "keep");
    }
    if (wanted.freeSize() != null) {
      options.add("sig", "x");
    }
    return PARSER.image(wanted.id().value(), preset, options).orElse(null);
  }

  private static void add(MultiMap options, Box box, @Nullable FreeSize free) {
    long width = box.width();
    long height = box.height();
    SizeSteps.Asked asked = free == null ? new SizeSteps.Asked(width, height, null) : free.asked();
    asked.options().forEach((name, value) -> options.add(name, value.toString()));
    options.add("fit", box.fit().text());
    options.add(box.anchor() instanceof Focus ? "focus" : "gravity", box.anchor().text());
  }

  private static void requireSame(Wanted wanted, @Nullable Wanted again) {
    require(wanted.equals(again), wanted);
  }
}
