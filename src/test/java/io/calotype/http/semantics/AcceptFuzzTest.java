package io.calotype.http.semantics;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.media.transformation.Format;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `Accept`: a refused type is only chosen where every type is, and reading what was read changes
/// nothing.
public final class AcceptFuzzTest extends FuzzTarget {
  private static final List<Format> OFFERED = List.of(Format.WEBP);

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "image/avif,image/webp,image/apng,image/*,*/*;q=0.8",
        "image/webp;q=0, */*",
        "*/*;q=0",
        "image/jpeg;q=0, image/*",
        "image/png;q=0, image/jpeg",
        "image/webp;a=\"x, y;q=0\\\"\";q=.5",
        "image/jpeg;q=0.001;q=0, text/html;;q=1.000");
  }

  @Override
  public void check(byte[] sent) {
    String header = text(sent);
    Accept accept = Accept.parse(header);
    require(accept.ranges().size() <= header.chars().filter(c -> c == ',').count() + 1, accept);
    require(Accept.parse(written(accept)).equals(accept), accept);
    for (boolean opaque : new boolean[] {true, false}) {
      Format chosen = Negotiation.choose(header, opaque, OFFERED);
      require(!accept.refuses(chosen.contentType()) || nothingIs(accept), chosen);
    }
  }

  private static boolean nothingIs(Accept accept) {
    return Stream.of(Format.values()).noneMatch(format -> accepted(accept, format));
  }

  private static boolean accepted(Accept accept, Format format) {
    return accept.weight(format.contentType()) > 0;
  }

  private static String written(Accept accept) {
    return accept.ranges().stream()
        .map(range -> range.type() + ";q=" + weight(range.weight()))
        .collect(Collectors.joining(", "));
  }

  private static String weight(int thousandths) {
    require(thousandths >= 0 && thousandths <= 1000, thousandths);
    return thousandths / 1000 + "." + String.format("%03d", thousandths % 1000);
  }
}
