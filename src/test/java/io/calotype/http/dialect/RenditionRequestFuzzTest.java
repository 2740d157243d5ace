package io.calotype.http.dialect;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.fuzz.Refusals;
import io.calotype.media.Box;
import io.calotype.media.Focus;
import io.calotype.media.MediaId;
import io.calotype.media.Preset;
import io.calotype.media.Transformation;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A delivery URL: name, preset (empty is none), then its options, a line each.
public final class RenditionRequestFuzzTest extends FuzzTarget {
  private static final CalotypeDialect PARSER =
      new CalotypeDialect(List.of(Preset.SMALL, Preset.MEDIUM, Preset.LARGE), SizeSteps.STANDARD);

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
        .flatMap(requested -> requested)
        .ifPresent(requested -> requireSame(requested, again(requested)));
    Optional<MediaId> id = MediaId.parse(lines[0]);
    id.ifPresent(name -> require(name.value().equals(lines[0]), name));
    if (id.isPresent()) {
      Refusals.parsed(() -> PARSER.thumbnail(id.get(), options))
          .ifPresent(requested ->
              require(requested.thumbnail() && !requested.preset().name().isEmpty(), requested));
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

  private static @Nullable RenditionRequest again(RenditionRequest requested) {
    MultiMap options = MultiMap.caseInsensitiveMultiMap();
    options.add(
        "format",
        requested.format() == null
            ? "auto"
            : requested.format().name().toLowerCase(java.util.Locale.ROOT));
    if (requested.version() != null) {
      options.add("v", requested.version());
    }
    Transformation transformation = requested.preset().transformation();
    String preset = requested.preset().name().isEmpty() ? null : requested.preset().name();
    if (preset == null && transformation.box() != null) {
      add(options, transformation.box(), requested.freeSize());
    }
    if (transformation.quality() != 0) {
      options.add("q", Integer.toString(transformation.quality()));
    }
    options.add("dpr", Double.toString(transformation.density()).replace(".0", ""));
    options.add("background", transformation.background().toString());
    if (transformation.still()) {
      options.add("frame", "first");
    }
    if (transformation.ownColors()) {
      options.add("profile", "keep");
    }
    if (requested.freeSize() != null) {
      options.add("sig", "x");
    }
    return PARSER.image(requested.id().value(), preset, options).orElse(null);
  }

  private static void add(MultiMap options, Box box, @Nullable FreeSize free) {
    long width = box.width();
    long height = box.height();
    SizeSteps.Asked asked = free == null ? new SizeSteps.Asked(width, height, null) : free.asked();
    asked.options().forEach((name, value) -> options.add(name, value.toString()));
    options.add("fit", box.fit().text());
    options.add(box.anchor() instanceof Focus ? "focus" : "gravity", box.anchor().text());
  }

  private static void requireSame(RenditionRequest requested, @Nullable RenditionRequest again) {
    require(requested.equals(again), requested);
  }
}
