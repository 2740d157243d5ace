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
  private static Server program;

  @BeforeAll
  static void start() {
    program = InJvm.start(data);
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
        "limit=9 | d,c,b,a",
        "order=newest | d,c,b,a",
        "order=oldest | a,b,c,d",
        "order=oldest&group=g | a,c",
        "order=oldest&kind=image | a,b,c,d",
        "order=oldest&visibility=private | b,c",
        "order=oldest&visibility=public | a,d",
        "order=oldest&visibility=private&group=g&kind=image | c",
        "order=oldest&problems=true | ''",
        "ids=d,a&order=oldest | a,d",
        "ids=a,d&order=newest | d,a"
      })
  void get_options_selectInOrder(String options, String ids) {
    HttpResponse<byte[]> answer = program.get("/api/media?" + options);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ids(answer)).containsExactlyElementsOf(ids.isEmpty() ? List.of() : list(ids));
    assertThat(text(answer)).contains("\"next\":null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "visibility=private | c | b",
        "order=oldest | a | b",
        "order=oldest&group=g | a | c"
      })
  void get_byPages_goesOnBehindTheCursor(String options, String first, String second) {
    String path = "/api/media?limit=1&" + options;
    HttpResponse<byte[]> page = program.get(path);

    assertThat(ids(page)).containsExactly(first);
    assertThat(ids(program.get(path + "&cursor=" + cursor(page)))).containsExactly(second);
  }

  @ParameterizedTest
  @CsvSource({"newest, oldest", "oldest, newest"})
  void get_cursorOfTheOtherOrder_isRefusedWithBothNames(String order, String other) {
    String cursor = cursor(program.get("/api/media?limit=1&order=" + order));

    HttpResponse<byte[]> answer = program.get("/api/media?order=" + other + "&cursor=" + cursor);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer)).contains("order=" + order, "order=" + other);
  }

  private static String cursor(HttpResponse<byte[]> page) {
    return text(page).replaceFirst("(?s).*\"next\":\"([^\"]+)\".*", "$1");
  }

  @ParameterizedTest
  @CsvSource({
    "ids=a!",
    "ids=a&limit=3",
    "visibility=secret",
    "problems=false",
    "order=random",
    "order="
  })
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
