package io.calotype.http.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.app.InProcess;
import io.calotype.http.problem.Problem;
import io.calotype.http.routing.Route;
import io.calotype.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents as the program sends them, and its answers by the document.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractHandlerTest {
  private static final Pattern KNOWN =
      Pattern.compile("The option zzz is unknown here: there are (none|[A-Za-z0-9, -]+)\\.");
  private static final Pattern FRAGMENT = Pattern.compile("href=\"#([^\"]+)\"");
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{3,6}\\b");
  private static final Set<String> SIGNED = Set.of("exp", "sig");

  private final ApiContent content = new ApiContent(new ApiDocument("").value());
  private final ApiSchemas schemas = new ApiSchemas(content.document());
  private final HttpClient client = HttpClient.newHttpClient();
  private final InProcess program = InProcess.start();

  /// The options that the program names in its refusal of an unknown one. Options of uploads may be
  /// in the body too, and are named in another way.
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UPLOAD", "UPLOAD_AS"})
  void queryParameters_ofAnOperation_areThoseOfTheProgram(Route route) throws Exception {
    String path = route.template().path("a", "small").replace("problems/a", "problems/gone");

    HttpResponse<byte[]> answer = send(route.method().name(), path + "?zzz=1");

    Matcher known = KNOWN.matcher(text(answer));
    Set<String> options = new TreeSet<>();
    if (known.find() && !known.group(1).equals("none")) {
      options.addAll(List.of(known.group(1).split(", ", -1)));
    }
    if (operation(route).operation().at("security").toString().contains("ticket")) {
      options.remove("ticket"); // a way to send credentials
    }
    assertThat(options)
        .as("query parameters of %s in openapi.yaml", route)
        .containsExactlyInAnyOrderElementsOf(documented(route));
  }

  /// The names of the documented query parameters, and the token of a media where it counts.
  private Set<String> documented(Route route) {
    OperationHtml operation = operation(route);
    Set<String> names =
        operation.operation().at("parameters").items().stream()
            .map(content::resolved)
            .filter(parameter -> parameter.at("in").text().equals("query"))
            .map(parameter -> parameter.at("name").text())
            .filter(name -> !SIGNED.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    if (operation.operation().at("security").toString().contains("token")) {
      names.add("t");
    }
    return names;
  }

  private OperationHtml operation(Route route) {
    return content
        .operations()
        .filter(one -> one.path().equals(route.template().text()))
        .filter(one -> one.method().equals(route.method().name()))
        .findFirst()
        .orElseThrow();
  }

  /// Neither more nor fewer members than the document names.
  @ParameterizedTest
  @CsvSource({
    "RECORD, /api/media/a, 200",
    "LIST, /api/media, 200",
    "LIST, /api/media?limit=x, 400",
    "RECORD, /api/media/absent, 404",
    "ME, /api/me, 200",
    "STATS, /api/stats, 200",
    "STATS, /api/stats?scope=cluster, 200",
    "USAGE, /api/admin/usage, 200",
    "RENDITIONS, /api/media/a/renditions, 200",
    "LAST_UPKEEP, /api/admin/upkeep, 200",
    "FIND_ORPHANS, /api/admin/orphans, 200",
    "EXPLAIN, /api/admin/explain?url=/images/a?w=320, 200",
    "EXPLAIN, /api/admin/explain?url=/images/absent, 200",
    "IMAGE, /images/a?w=401, 400",
    "LIVE, /health/live, 200",
    "READY, /health/ready, 200",
  })
  void answer_inJson_isAsTheDocumentSays(Route route, String path, int status) throws Exception {
    HttpResponse<byte[]> answer = send("GET", path);

    assertThat(answer.statusCode()).isEqualTo(status);
    JsonValue json = JsonValue.read(answer.body()).orElseThrow();
    assertThat(schemas.strictFaults(pointer(route, status), json)).isEmpty();
  }

  private String pointer(Route route, int status) {
    JsonValue answer = operation(route).operation().at("responses").at(Integer.toString(status));
    String reference = answer.at("$ref").text();
    String at =
        reference.isEmpty()
            ? "/paths/" + ApiSchemas.escaped(route.template().text()) + "/get/responses/" + status
            : reference.substring(1);
    String type = status < 400 ? "application/json" : "application/problem+json";
    return at + "/content/" + ApiSchemas.escaped(type) + "/schema";
  }

  @Test
  void yamlAndJson_always_areTheSameDocument() throws Exception {
    HttpResponse<byte[]> yaml = send("GET", "/openapi.yaml");
    HttpResponse<byte[]> json = send("GET", "/openapi.json");

    assertThat(yaml.headers().firstValue("Content-Type")).hasValue("application/yaml");
    assertThat(json.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(JsonValue.read(json.body())).hasValue(YamlResource.parse(text(yaml)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.yaml", "/openapi.json", "/docs", "/problems/gone"})
  void document_ofAnyKind_isCachedCompressedAndRevalidated(String path) throws Exception {
    HttpResponse<byte[]> plain = send("GET", path);
    HttpResponse<byte[]> coded = send("GET", path, "Accept-Encoding", "br, gzip");
    String tag = plain.headers().firstValue("ETag").orElseThrow();

    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(plain.headers().firstValue("Cache-Control")).hasValue("public, max-age=3600");
    assertThat(plain.headers().allValues("Vary")).contains("accept-encoding");
    assertThat(coded.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(unzipped(coded.body())).isEqualTo(plain.body());
    assertThat(coded.headers().firstValue("ETag")).isPresent().isNotEqualTo(tag);
    assertThat(send("GET", path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(send("HEAD", path).headers().firstValue("Content-Length"))
        .hasValue(Integer.toString(plain.body().length));
  }

  private static byte[] unzipped(byte[] coded) throws IOException {
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(coded))) {
      return plain.readAllBytes();
    }
  }

  @Test
  void docs_always_haveEveryOperationWithoutScript() throws Exception {
    HttpResponse<byte[]> answer = send("GET", "/docs");
    String page = text(answer);

    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).startsWith("default-src 'none'; style-src 'sha256-"));
    assertThat(page).doesNotContain("<script", "style=\"", "`");
    assertThat(content.operations())
        .allSatisfy(
            operation -> assertThat(page).contains("<section id=\"" + operation.id() + "\">"));
    assertThat(FRAGMENT.matcher(page).results().map(link -> link.group(1)))
        .isNotEmpty()
        .allSatisfy(target -> assertThat(page).contains("id=\"" + target + "\""));
    assertThat(page).contains("<a href=\"./\">Gallery</a>");
  }

  @Test
  void colours_ofThePages_areThoseOfTheGallery() throws IOException {
    String gallery = Files.readString(Path.of("web/src/styles.css"));

    assertThat(COLOUR.matcher(YamlResource.text("pages.css")).results().map(MatchResult::group))
        .isNotEmpty()
        .allSatisfy(colour -> assertThat(gallery).contains(colour));
  }

  @ParameterizedTest
  @EnumSource(Problem.class)
  void page_ofAProblem_saysWhyAndWhatToDo(Problem problem) throws Exception {
    HttpResponse<byte[]> answer = send("GET", "/problems/" + problem.slug());

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(text(answer))
        .contains("<h1>" + problem.title() + "</h1>", "<h2>Why</h2>", "<h2>What to do</h2>")
        .contains("&quot;type&quot;: &quot;/problems/" + problem.slug() + "&quot;")
        .doesNotContain("`");
  }

  @Test
  void page_ofAnUnknownProblem_isNotFound() throws Exception {
    assertThat(send("GET", "/problems/nothing").statusCode()).isEqualTo(404);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  private HttpResponse<byte[]> send(String method, String path, String... headers)
      throws Exception {
    program.restore();
    return client.send(program.request(method, path, headers).build(), BodyHandlers.ofByteArray());
  }
}
