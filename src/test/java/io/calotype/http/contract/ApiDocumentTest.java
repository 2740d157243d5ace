package io.calotype.http.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.http.problem.Problem;
import io.calotype.http.routing.AccessRule;
import io.calotype.http.routing.Route;
import io.calotype.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The description of the API, the route table and the problems agree.
class ApiDocumentTest {
  private static final String WHERE = "src/main/resources/io/calotype/http/contract/openapi.yaml";
  private static final String PROBLEM = "application/problem+json";
  private static final JsonValue DOCUMENT = new ApiDocument("").value();
  private static final ApiContent CONTENT = new ApiContent(DOCUMENT);
  private static final JsonValue PAGES = YamlResource.parse(YamlResource.text("problems.yaml"));

  @Test
  void operations_always_areTheRoutes() {
    assertThat(CONTENT.operations().map(one -> one.method() + " " + one.path()))
        .as("each route of Route.java has an operation in " + WHERE)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Route.values())
                .map(route -> route.method() + " " + route.template().text())
                .toList());
  }

  @ParameterizedTest
  @EnumSource(Route.class)
  void security_ofAnOperation_isThatOfTheRoute(Route route) {
    JsonValue operation = operation(route);
    JsonValue security = operation.members().getOrDefault("security", DOCUMENT.at("security"));

    assertThat(security.items().stream().flatMap(one -> one.members().keySet().stream()))
        .as("security of " + operation.at("operationId").text() + " in " + WHERE)
        .containsExactlyInAnyOrderElementsOf(schemes(route));
    assertThat(security.items().contains(new JsonValue(Map.of())))
        .isEqualTo(route.access() instanceof AccessRule.PermittedOnMedia);
  }

  private static Set<String> schemes(Route route) {
    return switch (route.access()) {
      case AccessRule.Open() -> Set.of();
      case AccessRule.Identified() -> Set.of("bearer", "signature");
      case AccessRule.Permitted(Action action) when action == Action.UPLOAD ->
          Set.of("bearer", "ticket");
      case AccessRule.Permitted(Action action) ->
          route.method() == Route.Method.GET && signed(action)
              ? Set.of("bearer", "signature")
              : Set.of("bearer");
      case AccessRule.PermittedOnMedia _ -> Set.of("bearer", "signature", "token");
    };
  }

  private static boolean signed(Action action) {
    return Gate.decide(new Caller.Signed(), action) == Decision.ALLOWED;
  }

  @ParameterizedTest
  @EnumSource(Route.class)
  void parameters_ofAPath_areThoseOfItsTemplate(Route route) {
    JsonValue item = DOCUMENT.at("paths").at(route.template().text());
    Stream<JsonValue> parameters =
        Stream.concat(item.at("parameters").items().stream(), parameters(operation(route)));

    assertThat(
            parameters
                .map(CONTENT::resolved)
                .filter(parameter -> parameter.at("in").text().equals("path"))
                .map(parameter -> "{" + parameter.at("name").text() + "}"))
        .containsExactlyInAnyOrderElementsOf(
            route.template().segments().stream().filter(one -> one.startsWith("{")).toList());
  }

  private static Stream<JsonValue> parameters(JsonValue operation) {
    return operation.at("parameters").items().stream();
  }

  private static JsonValue operation(Route route) {
    String method = route.method().name().toLowerCase(Locale.ROOT);
    return DOCUMENT.at("paths").at(route.template().text()).at(method);
  }

  @Test
  void problems_always_areThoseOfTheProgram() {
    List<String> slugs = Arrays.stream(Problem.values()).map(Problem::slug).toList();

    assertThat(texts(DOCUMENT.at("components").at("schemas").at("ProblemSlug").at("enum")))
        .as("ProblemSlug in " + WHERE)
        .containsExactlyInAnyOrderElementsOf(slugs);
    assertThat(PAGES.members().keySet())
        .as("each problem has a page in problems.yaml")
        .containsExactlyInAnyOrderElementsOf(slugs);
  }

  @ParameterizedTest
  @EnumSource(Problem.class)
  void problem_ofTheProgram_hasAnExampleAndAPage(Problem problem) {
    List<JsonValue> examples =
        DOCUMENT.at("components").at("responses").members().values().stream()
            .map(answer -> answer.at("content").at(PROBLEM).at("examples").at(problem.slug()))
            .filter(JsonValue::nested)
            .map(example -> example.at("value"))
            .toList();
    assertThat(examples)
        .as("an answer with an example of " + problem.slug() + " in " + WHERE)
        .isNotEmpty()
        .allSatisfy(example -> {
          assertThat(example.at("type").text()).isEqualTo("/problems/" + problem.slug());
          assertThat(example.at("title").text()).isEqualTo(problem.title());
          assertThat(example.at("status").count()).isEqualTo(problem.status());
        });
    JsonValue page = PAGES.at(problem.slug());
    assertThat(page.at("happened").text()).endsWith(".");
    assertThat(texts(page.at("why"))).isNotEmpty().allMatch(text -> text.endsWith("."));
    assertThat(texts(page.at("do"))).isNotEmpty().allMatch(text -> text.endsWith("."));
  }

  @Test
  void statusesOfProblems_inOperations_areThoseOfTheirProblems() {
    CONTENT
        .operations()
        .forEach(operation ->
            operation
                .operation()
                .at("responses")
                .members()
                .forEach((status, answer) ->
                    CONTENT
                        .resolved(answer)
                        .at("content")
                        .at(PROBLEM)
                        .at("examples")
                        .members()
                        .keySet()
                        .forEach(slug ->
                            assertThat(Integer.toString(Problem.find(slug).orElseThrow().status()))
                                .as(operation.id() + " " + status + " " + slug)
                                .startsWith(status.replace("X", "")))));
  }

  @Test
  void references_always_resolve() {
    walk(
        DOCUMENT,
        "",
        (pointer, value) -> {
          if (!value.at("$ref").text().isEmpty()) {
            assertThat(CONTENT.resolved(value).value()).as(value.at("$ref").text()).isNotNull();
          }
        });
    assertThat(operationIds()).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z]+"));
  }

  private static List<String> operationIds() {
    return CONTENT.operations().map(OperationHtml::id).toList();
  }

  @Test
  void examples_always_areValidByTheirSchemas() {
    ApiSchemas schemas = new ApiSchemas(DOCUMENT);
    List<String> faults = new ArrayList<>();
    walk(
        DOCUMENT,
        "",
        (pointer, value) -> {
          for (JsonValue example : examples(value)) {
            schemas
                .faults(pointer + "/schema", example)
                .forEach(fault -> faults.add(pointer + ": " + fault));
          }
        });
    assertThat(faults).isEmpty();
  }

  /// The examples of an object that has a schema.
  private static List<JsonValue> examples(JsonValue value) {
    if (!value.members().containsKey("schema")) {
      return List.of();
    }
    Stream<JsonValue> named =
        value.at("examples").members().values().stream()
            .map(CONTENT::resolved)
            .map(example -> example.at("value"));
    return Stream.concat(named, Optional.ofNullable(value.members().get("example")).stream())
        .toList();
  }

  private static void walk(JsonValue value, String pointer, BiConsumer<String, JsonValue> visitor) {
    visitor.accept(pointer, value);
    value
        .members()
        .forEach((name, member) -> walk(member, pointer + "/" + ApiSchemas.escaped(name), visitor));
    List<JsonValue> items = value.items();
    for (int i = 0; i < items.size(); i++) {
      walk(items.get(i), pointer + "/" + i, visitor);
    }
  }

  @Test
  void version_always_isThatOfTheBuild() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains(
            "<artifactId>calotype</artifactId>\n  <version>"
                + DOCUMENT.at("info").at("version").text()
                + "</version>");
  }

  @Test
  void servers_publicUrl_isTheServer() {
    JsonValue servers = new ApiDocument("https://m.example.org/media").value().at("servers");

    assertThat(servers.items()).hasSize(1);
    assertThat(servers.items().getFirst().at("url").text())
        .isEqualTo("https://m.example.org/media");
    assertThat(DOCUMENT.at("servers").items().getFirst().at("url").text()).isEqualTo("/");
  }

  private static List<String> texts(JsonValue list) {
    return list.items().stream().map(JsonValue::text).toList();
  }
}
