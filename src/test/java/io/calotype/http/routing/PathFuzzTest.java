package io.calotype.http.routing;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.fuzz.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The path of a request: only an unencoded slash parts it, and decoding undoes encoding.
public final class PathFuzzTest extends FuzzTarget {
  private static final HexFormat ESCAPED = HexFormat.of().withPrefix("%").withUpperCase();

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "api/media/a-b_9/content",
        "images/%61.webp",
        "images/a%2Fb/small",
        "a+b%2Bc",
        "%",
        "%e4%zz",
        "%C3%A4/%ff",
        "//",
        "images/a%00",
        "images/%E2%82");
  }

  @Override
  public void check(byte[] sent) throws Exception {
    String path = "/" + text(sent);
    Optional<List<String>> segments = Refusals.parsed(() -> segments(path));
    segments.ifPresent(parts -> requireParts(path, parts));
    require(escaped(sent).equals(new String(sent, StandardCharsets.UTF_8)), "not decoded");
  }

  private static List<String> segments(String path) {
    RequestPath resolved = RequestPath.of(path);
    resolved.requireValid();
    return resolved.segments();
  }

  private static void requireParts(String path, List<String> parts) {
    require(parts.size() == path.chars().filter(c -> c == '/').count(), parts);
    require(path.contains("%") || path.equals("/" + String.join("/", parts)), parts);
  }

  private static String escaped(byte[] sent) {
    return segments("/" + ESCAPED.formatHex(sent)).getFirst();
  }
}
