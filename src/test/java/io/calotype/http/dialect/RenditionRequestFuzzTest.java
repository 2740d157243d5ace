package io.calotype.http.dialect;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.fuzz.Refusals;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.routing.RequestPath;
import io.calotype.media.MediaId;
import io.calotype.media.geometry.Bounds;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Focus;
import io.calotype.media.geometry.UsualAnchor;
import io.calotype.media.transformation.Box;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.Preset;
import io.calotype.media.transformation.Transformation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A delivery URL: name, preset (empty is none), then its options, a line each.
public final class RenditionRequestFuzzTest extends FuzzTarget {
  private static final UrlDialect DIALECT =
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
        "a\n\nh=16,% i",
        ".\n.");
  }

  @Override
  public void check(byte[] sent) throws Exception {
    String[] lines = lines(sent, 3);
    Optional<QueryParameters> options =
        Refusals.parsed(() -> QueryParameters.parse(lines[2].replace('\n', '&')));
    if (options.isPresent()) {
      check(lines, options.get());
    }
  }

  private static void check(String[] lines, QueryParameters options) throws Exception {
    String preset = lines[1].isEmpty() ? "" : "/" + encoded(lines[1]);
    Refusals.parsed(() -> parse("/images/" + encoded(lines[0]) + preset, options))
        .ifPresent(requested -> requireSame(requested, again(requested)));
    Optional<MediaId> id = MediaId.parse(lines[0]);
    id.ifPresent(name -> require(name.value().equals(lines[0]), name));
    if (id.isPresent()) {
      Refusals.parsed(() -> parse("/api/media/" + lines[0] + "/thumbnail", options))
          .ifPresent(requested ->
              require(requested.thumbnail() && !requested.preset().name().isEmpty(), requested));
    }
  }

  private static RenditionRequest parse(String path, QueryParameters options) {
    return DIALECT.parse(RequestPath.of(path), options);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static RenditionRequest again(RenditionRequest requested) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(
        "format",
        requested.format() == null
            ? "auto"
            : requested.format().name().toLowerCase(java.util.Locale.ROOT));
    if (requested.version() != null) {
      options.put("v", requested.version());
    }
    Transformation transformation = requested.preset().transformation();
    String preset = requested.preset().name().isEmpty() ? "" : "/" + requested.preset().name();
    if (preset.isEmpty() && transformation.box() != null) {
      add(options, transformation.box(), requested.freeSize());
    }
    if (transformation.quality() != null) {
      options.put("q", transformation.quality().toString());
    }
    options.put("dpr", transformation.density().text());
    options.put("background", transformation.background().toString());
    if (transformation.frames() == Frames.FIRST) {
      options.put("frame", "first");
    }
    if (transformation.profile() == ColorProfile.SOURCE) {
      options.put("profile", "keep");
    }
    if (requested.freeSize() != null) {
      options.put("sig", "x");
    }
    String query =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + encoded(option.getValue()))
            .collect(Collectors.joining("&"));
    return parse("/images/" + requested.id() + preset, QueryParameters.parse(query));
  }

  private static void add(Map<String, String> options, Box box, @Nullable FreeSize free) {
    SizeSteps.RequestedSize requested = free == null ? requested(box.bounds()) : free.requested();
    requested.options().forEach((name, value) -> options.put(name, value.toString()));
    options.put("fit", box.fit().text());
    if (!(box.anchor() instanceof UsualAnchor)) {
      options.put(box.anchor() instanceof Focus ? "focus" : "gravity", box.anchor().text());
    }
  }

  private static SizeSteps.RequestedSize requested(Bounds bounds) {
    return switch (bounds) {
      case Bounds.Width(int pixels) -> new SizeSteps.RequestedSize(pixels, 0, null);
      case Bounds.Height(int pixels) -> new SizeSteps.RequestedSize(0, pixels, null);
      case Bounds.Both(Dimensions size) ->
          new SizeSteps.RequestedSize(size.width(), size.height(), null);
    };
  }

  private static void requireSame(RenditionRequest requested, RenditionRequest again) {
    require(requested.equals(again), requested);
  }
}
