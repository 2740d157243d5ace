package io.calotype.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.access.Action;
import io.calotype.app.InProcess;
import io.calotype.http.routing.AccessRule;
import io.calotype.http.routing.RequestPath;
import io.calotype.http.routing.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The route table, the program and the reference agree.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteTableTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`(?:GET|POST|PUT|PATCH|DELETE|OPTIONS) [^|]*) \\| ([^|]*) \\|");
  private static final Pattern CALL =
      Pattern.compile("`(GET|POST|PUT|PATCH|DELETE|OPTIONS) (/[^`?]*)[^`]*`");
  private static final Map<Action, String> ROLES =
      Map.of(
          Action.UPLOAD, "editor",
          Action.INVITE, "editor",
          Action.CHANGE, "editor, its own",
          Action.DELETE, "editor, its own",
          Action.RETRY, "editor, its own",
          Action.ADMINISTER, "admin",
          Action.SCRAPE, "metrics",
          Action.DOWNLOAD, "see [access.md](access.md)",
          Action.VIEW, "none for public media");

  private final HttpClient client = HttpClient.newHttpClient();
  private final InProcess program = InProcess.start();

  @ParameterizedTest
  @EnumSource(Route.class)
  void route_ofTheTable_isAnsweredByTheProgram(Route route) throws Exception {
    boolean endless = route == Route.EVENTS;
    HttpResponse<byte[]> answer = send(endless ? "HEAD" : route.method().name(), path(route));

    assertThat(answer.statusCode()).isNotEqualTo(405).isLessThan(500);
    assertThat(new String(answer.body(), UTF_8)).doesNotContain("There is nothing at this path");
  }

  @Test
  void directUpload_originalsAsFiles_isRefusedInPlainWords() throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + program.port() + "/api/uploads/direct"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"bytes\":5}"))
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new String(answer.body(), UTF_8)).contains("CALOTYPE_ORIGINALS");
  }

  @Test
  void resumableUpload_fromAPageOfAnAllowedOrigin_mayUseTheHeadersOfTus() throws Exception {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + program.port() + "/api/uploads"))
                .header("Origin", "https://a.b")
                .header("Access-Control-Request-Method", "PATCH")
                .method("OPTIONS", BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Tus-Resumable", "Upload-Offset", "Upload-Length", "Upload-Metadata");
    assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
        .contains("Location", "Upload-Offset", "Media-Location");
  }

  @ParameterizedTest
  @EnumSource(Route.class)
  void otherMethod_ofARoute_isAnsweredWithTheMethodsOfTheTable(Route route) throws Exception {
    HttpResponse<byte[]> answer = send("TRACE", path(route));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow"))
        .hasValue(Objects.requireNonNull(RequestPath.of(path(route)).resource()).allow())
        .hasValueSatisfying(allow -> assertThat(allow).contains(route.method().name()));
  }

  @Test
  void reference_table_listsEveryRouteWithItsAccess() throws IOException {
    String page = Files.readString(Path.of("docs", "api.md"));

    String table = page.substring(page.indexOf("## Routes"), page.indexOf("## Uploads"));

    assertThat(ROW.matcher(table).results().flatMap(RouteTableTest::calls).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Route.values())
                .map(route -> route.method() + " " + route.template().text() + " " + role(route))
                .toList());
  }

  private static Stream<String> calls(MatchResult row) {
    return CALL.matcher(row.group(1))
        .results()
        .map(call -> call.group(1) + " " + call.group(2) + " " + row.group(2))
        .filter(call -> !call.contains(".{ending}"));
  }

  private static String role(Route route) {
    return switch (route.access()) {
      case AccessRule.Open() -> "none";
      case AccessRule.Identified() -> "any role";
      case AccessRule.Permitted(Action action) -> ROLES.getOrDefault(action, "viewer");
      case AccessRule.PermittedOnMedia(Action action) -> ROLES.getOrDefault(action, "viewer");
    };
  }

  private static String path(Route route) {
    return switch (route) {
      case PROBLEM -> route.template().path("not-found");
      case ASSET -> route.template().path("main-0a1b2c3d.js"); // of src/test/resources/web
      default -> route.template().path("a", "small");
    };
  }

  private HttpResponse<byte[]> send(String method, String path) throws Exception {
    program.restore();
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + program.port() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofByteArray());
  }
}
