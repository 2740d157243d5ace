package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sizes and options that a delivery URL may not ask for.
class SizeRefusalsProgramTest {
  private static final String SIGNING = "a secret that signs";

  @TempDir static Path data;
  private static Server program;

  /// `quarters` is 1200x800.
  @BeforeAll
  static void start() {
    program =
        InJvm.start(
            data,
            Map.of(
                "SIGNING_KEYS", SIGNING, "PRESETS", "avatar:96x96:cover-east:jpeg:70, wide:640x"));
    program.put("quarters", SizesProgramTest.quarters());
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "w=401 | w | {\"w\":400}",
        "h=1 | h | {\"h\":16}",
        "w=16383 | w | {\"w\":3840}",
        "w=100000 | w | {\"w\":3840}",
        "w=99999999999999999999 | w | {\"w\":3840}",
        "w=400&h=398 | h | {\"w\":400,\"h\":400}",
        "w=410&h=300 | w | {\"w\":400,\"h\":300}",
        "w=1000&ar=16:9 | w | {\"w\":1024,\"ar\":\"16:9\"}",
        "w=400&ar=7:5 | ar | {\"w\":400,\"ar\":\"4:3\"}",
        "w=401&sig=AAAA&exp=99999999999 | w | {\"w\":400}"
      })
  void get_sizeOffTheSteps_isRefusedWithTheNearest(String row) {
    List<String> columns = List.of(row.split(" \\| ", -1));
    HttpResponse<byte[]> answer = program.get("/images/quarters?" + columns.get(0));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer))
        .contains("\"type\":\"/problems/size-not-allowed\"")
        .contains("\"option\":\"" + columns.get(1) + "\"")
        .contains("\"steps\":[16,32,48,64,96,128,200,256,320,384,400,480,512,640,750,768,800,828,")
        .contains("\"ratios\":[\"1:1\",\"5:4\",\"4:5\",\"4:3\",")
        .contains("\"nearest\":" + columns.get(2));
    assertThat(header(answer, "cache-control")).isEqualTo("no-store");
  }

  @Test
  void get_sizeOffTheStepsSigned_isMade() {
    SignedUrl url =
        SignedUrl.of(
            "/images/quarters", List.of(Map.entry("w", "401"), Map.entry("format", "png")));
    String signed = new Signatures(List.of(SIGNING)).sign(url, Instant.now().plusSeconds(60));

    assertThat(picture(signed).getWidth()).isEqualTo(401);
    assertThat(program.get(signed.replace("401", "402")).statusCode()).isEqualTo(400);
    assertThat(picture(signed + "&utm_source=mail&fbclid=1").getWidth()).isEqualTo(401);
    assertThat(program.get(signed + "&q=10").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "w=0 | the option w is not a number from 1 to 16383",
        "w=abc | the option w is not a number",
        "w=-5 | the option w is not a number",
        "ar=16:9 | the option ar goes with one of w and h",
        "w=400&h=400&ar=1:1 | the option ar goes with one of w and h",
        "w=400&ar=16x9 | the option ar is no ratio such as 16:9",
        "w=400&ar=0:9 | the option ar is no ratio such as 16:9",
        "w=400&focus=0.5 | the option focus is not x,y from 0 to 1",
        "w=400&focus=0.5,1.1 | the option focus is not x,y from 0 to 1",
        "w=400&focus=0.125,0 | the option focus is not x,y from 0 to 1",
        "w=400&focus=0,0&gravity=north | the options gravity and focus exclude each other",
        "utmsource=x | the option utmsource is unknown here",
        "fit=fill&w=16 | the option fit is none of inside, cover, contain",
        "gravity=up&w=16 | the option gravity is none of center, north,",
        "q=0 | the option q is not a number from 1 to 100",
        "q=101 | the option q is not a number from 1 to 100",
        "dpr=4 | the option dpr is none of 1, 1.5, 2, 3",
        "background=red | the option background is not six digits",
        "frame=2 | the option frame can only be first",
        "profile=srgb | the option profile can only be keep",
        "format=gif | the option format is none of auto, webp, avif, jpeg, png",
        "width=400 | the option width is unknown here"
      })
  void get_wrongOption_isNamed(String options, String detail) {
    HttpResponse<byte[]> answer = program.get("/images/quarters?" + options);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer).toLowerCase(java.util.Locale.ROOT)).contains(detail);
  }

  @Test
  void get_presetWithASize_isRefused() {
    assertThat(text(program.get("/images/quarters/medium?w=400")))
        .contains("The option w is unknown here");
    assertThat(text(program.get("/images/quarters/huge")))
        .contains("small, medium, large, preview, avatar, wide");
  }

  @Test
  void get_sizeOfConfiguredSteps_isAllowedAlone(@TempDir Path other) {
    try (Server configured = InJvm.start(other, Map.of("SIZES", "100, 300"))) {
      configured.put("quarters", SizesProgramTest.quarters());

      assertThat(configured.get("/images/quarters?w=300&ar=4:3").statusCode()).isEqualTo(200);
      assertThat(text(configured.get("/images/quarters?w=400")))
          .contains("\"steps\":[100,300]")
          .contains("\"nearest\":{\"w\":300}");
    }
  }

  private static BufferedImage picture(String path) {
    HttpResponse<byte[]> answer = program.get(path);
    assertThat(answer.statusCode()).as(path + " " + text(answer)).isEqualTo(200);
    return Pictures.decoded(answer.body());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
