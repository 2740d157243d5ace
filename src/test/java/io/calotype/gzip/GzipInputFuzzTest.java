package io.calotype.gzip;

import io.calotype.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Bytes as gzip: decoded to a limit or refused by an `IOException`; and what was packed comes
/// back.
public final class GzipInputFuzzTest extends FuzzTarget {
  private static final int LIMIT = 1 << 16;

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            "1f8b08000000000000ff030000000000000000000000",
            "1f8b081e00000000000002006162610062000000030000000000000000",
            "1f8b0800000000000003abe402002b1ea3a202000000")
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public void check(byte[] sent) throws IOException {
    require(decoded(sent).length <= LIMIT, "beyond the limit");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int member = 0; member < 2; member++) {
      try (OutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(sent);
      }
    }
    byte[] twice = Arrays.copyOf(sent, 2 * sent.length);
    System.arraycopy(sent, 0, twice, sent.length, sent.length);
    require(
        Arrays.equals(
            decoded(packed.toByteArray()), Arrays.copyOf(twice, Math.min(LIMIT, twice.length))),
        "changed");
  }

  private static byte[] decoded(byte[] gzip) throws IOException {
    try (GzipInput in = new GzipInput(new ByteArrayInputStream(gzip))) {
      return in.readNBytes(LIMIT);
    } catch (IOException refused) {
      return new byte[0];
    }
  }
}
