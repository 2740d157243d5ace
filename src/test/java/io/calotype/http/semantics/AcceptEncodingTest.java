package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "absent",
      value = {
        "absent | identity",
        "'' | identity",
        "gzip, deflate, br, zstd | br",
        "GZIP | gzip",
        "x-gzip | identity",
        "br;q=0.5, gzip;q=1.0 | gzip",
        "br;q=0.5, gzip;q=0.5 | br",
        "br;q=0, gzip;q=0 | identity",
        "br;q=0, * | gzip",
        "*;q=0 | identity",
        "* | br",
        "identity, br;q=0.8 | identity",
        "identity;q=0.5, br;q=0.8 | br",
        "identity, br | br",
        "br;q=2, gzip | gzip",
        "br ; q=0.9 , gzip | gzip",
        ", , br | br",
      })
  void choose_header_isTheBestCodingOfBoth(String header, String expected) {
    assertThat(AcceptEncoding.choose(header, List.of("br", "gzip"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"br", "*", "'br, gzip'"})
  void choose_fileWithoutCodings_isIdentity(String header) {
    assertThat(AcceptEncoding.choose(header, List.of())).isEqualTo(AcceptEncoding.IDENTITY);
  }
}
