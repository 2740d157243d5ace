package io.calotype.upload;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.fuzz.Refusals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// The options of an upload, a line each: what is taken is within its bounds.
public final class UploadOptionsFuzzTest extends FuzzTarget {
  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "id=a-_9\ngroup=g\nvisibility=private\nttl=PT2H",
        "ttl=3600\nattr.title=A title",
        "ttl=-5",
        "ttl=PT9223372036854775807H",
        "ttl=P106751991167300DT24H",
        "attr.=x",
        "ide=x\nid=a\nid=a");
  }

  @Override
  public void check(byte[] sent) throws Exception {
    Refusals.parsed(() -> options(new String(sent, StandardCharsets.UTF_8)))
        .ifPresent(UploadOptionsFuzzTest::requireBounds);
  }

  private static UploadOptions options(String lines) {
    UploadOptions.Builder options = new UploadOptions.Builder();
    for (String line : lines.split("\n", -1)) {
      int equals = line.indexOf('=');
      options.set(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
    }
    return options.build();
  }

  private static void requireBounds(UploadOptions options) {
    Duration ttl = options.ttl();
    require(ttl == null || (ttl.isPositive() && ttl.toDays() <= 36_500), options);
    require(options.attributes().size() <= 16 && bytes(options.attributes()) <= 1024, options);
  }

  private static int bytes(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .mapToInt(e -> bytes(e.getKey()) + bytes(e.getValue()))
        .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
