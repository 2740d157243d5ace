package io.calotype.imaging.color;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The beginnings of files that libjxl has written.
class JxlColorTest {
  private static final String CONTAINER =
      "0000000c4a584c200d0a870a00000014667479706a786c2000000000";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lossless PQ, ff0a41041090478f381c00000000020802010094014b18938e, 9, 16",
    "lossless HLG, ff0a410410906720d06300000000080802010094014b18938e, 9, 18",
    "PQ with alpha, ff0a4104b0208f1e71380000000004080810006c014b283416fea6, 9, 16"
  })
  void of_bareCodestream_isItsEncoding(String name, String hex, int primaries, int transfer) {
    assertThat(read(hex)).contains(new Cicp(primaries, transfer, true));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "PQ, 6a786c20000000926a786c63ff0a4140421e3d020012880200ec01adb1180000152aa3, 16",
    "HLG, 6a786c20000000786a786c63ff0a4140429e810800128802008401b5c7140000152aa3, 18"
  })
  void of_container_isItsEncoding(String name, String hex, int transfer) {
    assertThat(read(CONTAINER + hex)).contains(new Cicp(9, transfer, true));
  }

  @Test
  void of_usualColours_isNothing() {
    assertThat(read("ff0a4140240802010094014b18938e838300a801b8ee55")).isEmpty();
  }

  @Test
  void of_anyBeginningAlone_isNothingOrTheEncoding() {
    byte[] whole = HexFormat.of().parseHex("ff0a41041090478f381c0000000002080201");
    for (int length = 0; length < whole.length; length++) {
      Optional<Cicp> read = JxlColor.of(ByteBuffer.wrap(whole, 0, length).slice());
      assertThat(read)
          .satisfiesAnyOf(
              none -> assertThat(none).isEmpty(),
              one -> assertThat(one).contains(new Cicp(9, 16, true)));
    }
  }

  private static Optional<Cicp> read(String hex) {
    return JxlColor.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }
}
