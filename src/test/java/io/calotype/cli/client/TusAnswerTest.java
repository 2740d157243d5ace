package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cli.client.TusAnswer.At;
import io.calotype.cli.client.TusAnswer.Gone;
import io.calotype.cli.client.TusAnswer.Later;
import io.calotype.cli.client.TusAnswer.Refused;
import io.calotype.cli.client.TusAnswer.Stored;
import io.calotype.cli.client.TusAnswer.Unsupported;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TusAnswerTest {
  private static final long BYTES = 10;

  private static TusAnswer answer(int status, String header, String value) {
    Map<String, List<String>> headers = Map.of(header, List.of(value));
    return TusAnswer.of(new ApiResponse(status, Standing.headers(headers), ""), BYTES);
  }

  private static TusAnswer answer(int status, String body) {
    return TusAnswer.of(Standing.response(status, "", body), BYTES);
  }

  @Test
  void success_withAnOffset_isThatOffset() {
    assertThat(answer(204, "Upload-Offset", "7")).isEqualTo(new At(7));
  }

  @Test
  void success_withAMedia_isTheEnd() {
    assertThat(answer(200, "Media-Location", "/api/media/a")).isEqualTo(new Stored());
  }

  @Test
  void success_withAllBytesAndNoMedia_isAskedAgain() {
    assertThat(answer(204, "Upload-Offset", "10")).isInstanceOf(Later.class);
  }

  @Test
  void success_ofAnotherProgram_isRefused() {
    assertThat(answer(200, "<html>")).isInstanceOf(Refused.class);
    assertThat(answer(204, "Upload-Offset", "-1")).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 423, 429, 502, 503, 504})
  void status_thatPasses_isAskedAgain(int status) {
    assertThat(answer(status, "")).isInstanceOf(Later.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void status_withoutTheUpload_isGone(int status) {
    assertThat(answer(status, "")).isEqualTo(new Gone());
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 501})
  void status_withoutTheMethod_isUnsupported(int status) {
    assertThat(answer(status, "")).isEqualTo(new Unsupported());
  }

  @Test
  void conflict_aboutTheOffset_isAskedAgain() {
    assertThat(answer(409, "{\"offset\": 3}")).isInstanceOf(Later.class);
    assertThat(answer(409, "{\"id\": \"a\"}")).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({"400, true", "413, true", "422, true", "401, false", "403, false", "507, false"})
  void refusal_ofTheFile_isTheLastOne(int status, boolean last) {
    assertThat(new Refused(Standing.response(status, "", "")).last()).isEqualTo(last);
  }
}
