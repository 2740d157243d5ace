package io.calotype.http.routing;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.fuzz.Refusals;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A query, compared with the decoder of Netty.
public final class QueryFuzzTest extends FuzzTarget {
  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "w=400&h=300",
        "a=1&b=2&a=3",
        "&&a&=&==b=c=d&",
        "a=%41+%2B&%61=x;y",
        "a=%4",
        "%zz=1",
        "a#b=1",
        "?a=1",
        "",
        "a=%C3%A4%ff",
        "sig=%20&exp=1");
  }

  @Override
  public void check(byte[] sent) throws Exception {
    String query = text(sent);
    Optional<List<Map.Entry<String, String>>> ours =
        Refusals.parsed(() -> QueryParameters.parse(query).entries());
    Optional<List<Map.Entry<String, String>>> theirs = netty(query);
    require(ours.equals(theirs), ours + ", not " + theirs);
  }

  private static Optional<List<Map.Entry<String, String>>> netty(String query) {
    try {
      QueryStringDecoder decoder =
          new QueryStringDecoder("/?" + query, StandardCharsets.UTF_8, true, 1024, true);
      return Optional.of(
          decoder.parameters().entrySet().stream()
              .flatMap(
                  named -> named.getValue().stream().map(value -> Map.entry(named.getKey(), value)))
              .toList());
    } catch (IllegalArgumentException broken) {
      return Optional.empty();
    }
  }
}
