package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Options of a list.
class ListProgramTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  @TempDir static Path data;
  private static Program program;

  @BeforeAll
  static void start() {
    program = Program.start(data);
    put("a?group=g");
    put("b?visibility=private");
    put("c?visibility=private&group=g");
    put("d");
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "visibility=private | c,b",
        "visibility=public | d,a",
        "visibility=private&group=g | c",
        "ids=d,a,absent,a | d,a",
        "ids=a,b,c&visibility=private | b,c",
        "ids=a,d&group=g | a",
        "ids= | ''",
        "problems=true | ''",
        "limit=9 | d,c,b,a"
      })
  void get_options_selectInOrder(String options, String ids) {
    HttpResponse<byte[]> answer = program.get("/api/media?" + options);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ids(answer)).containsExactlyElementsOf(ids.isEmpty() ? List.of() : list(ids));
    assertThat(text(answer)).contains("\"next\":null");
  }

  @Test
  void get_visibilityByPages_endsWithTheLast() {
    String first = text(program.get("/api/media?visibility=private&limit=1"));
    String cursor = first.replaceFirst("(?s).*\"next\":\"([^\"]+)\".*", "$1");

    assertThat(ids(program.get("/api/media?visibility=private&limit=1&cursor=" + cursor)))
        .containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource({"ids=a!", "ids=a&limit=3", "visibility=secret", "problems=false", "order=random"})
  void get_wrongOption_isRefused(String options) {
    assertThat(program.get("/api/media?" + options).statusCode()).isEqualTo(400);
  }

  @Test
  void get_moreThan200Ids_isRefused() {
    StringBuilder ids = new StringBuilder("m0");
    for (int i = 1; i <= 200; i++) {
      ids.append(",m").append(i);
    }

    assertThat(program.get("/api/media?ids=" + ids).statusCode()).isEqualTo(400);
  }

  private static void put(String path) {
    program.send(
        program
            .request("/api/media/" + path)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(Pictures.jpeg(16, 16, 1))));
  }

  private static List<String> ids(HttpResponse<byte[]> answer) {
    return ID.matcher(text(answer)).results().map((MatchResult id) -> id.group(1)).toList();
  }

  private static List<String> list(String ids) {
    return List.of(ids.split(",", -1));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
