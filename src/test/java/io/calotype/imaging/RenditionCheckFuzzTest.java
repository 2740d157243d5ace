package io.calotype.imaging;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/// The first bytes of a rendition: a size that was found does not change with what follows, and
/// nothing is two formats at once.
public final class RenditionCheckFuzzTest extends FuzzTarget {
  @Override
  protected Stream<byte[]> seeds() {
    String riff = "524946460000000057454250";
    return Stream.of(
            "89504e470d0a1a0a0000000d494844520000007b0000002d",
            "ffd8ffe00004aabbffc0001108002d007b03",
            riff + "5650382000000000" + "0000009d012a7b002d00",
            riff + "5650384c00000000" + "2f7a000b00",
            riff + "565038580a000000" + "100000007a00002c0000")
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public void check(byte[] sent) {
    int formats = 0;
    for (Format format : Format.values()) {
      Optional<Dimensions> size = RenditionCheck.size(format, sent);
      byte[] longer = Arrays.copyOf(sent, sent.length + 64);
      require(size.isEmpty() || size.equals(RenditionCheck.size(format, longer)), size);
      formats += size.isPresent() ? 1 : 0;
    }
    require(formats <= 1, formats);
  }
}
