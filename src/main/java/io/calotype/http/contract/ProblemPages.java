package io.calotype.http.contract;

import io.calotype.http.problem.Problem;
import io.calotype.json.JsonValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pages of the problem types: the event, its causes, the remedies, and an example.
///
/// @param api the document with the examples
record ProblemPages(ApiDocument api) {
  private static final String PROBLEM = "application/problem+json";

  /// The pages of all problems, by slug. Blocks.
  Map<String, StaticDocument> all() {
    JsonValue texts = YamlResource.parse(YamlResource.text("problems.yaml"));
    Map<String, JsonValue> examples = examples();
    return Arrays.stream(Problem.values())
        .collect(
            Collectors.toMap(
                Problem::slug,
                problem -> page(problem, texts.at(problem.slug()), example(problem, examples))));
  }

  private static JsonValue example(Problem problem, Map<String, JsonValue> examples) {
    return Objects.requireNonNull(examples.get(problem.slug()), problem.slug());
  }

  private static StaticDocument page(Problem problem, JsonValue text, JsonValue example) {
    String body =
        """
        <main class="problem">
        <p class="kind"><span class="status">%d</span> %s</p>
        <h1>%s</h1>
        <p class="lead">%s</p>
        <h2>Why</h2>
        %s
        <h2>What to do</h2>
        %s
        <h2>Example</h2>
        <pre tabindex="0">%s</pre>
        <footer><a href="../docs">Description of the API</a>, <a href="../">gallery</a></footer>
        </main>
        """
            .formatted(
                problem.status(),
                Html.code(problem.slug()),
                Html.escaped(problem.title()),
                Html.inline(text.at("happened").text()),
                Html.list(texts(text.at("why"))),
                Html.list(texts(text.at("do"))),
                Html.escaped(PrettyJson.of(example)));
    return PageFrame.document(problem.title(), body);
  }

  private static Stream<String> texts(JsonValue list) {
    return list.items().stream().map(JsonValue::text);
  }

  /// The examples of all problems in the description of the API, by slug.
  private Map<String, JsonValue> examples() {
    Map<String, JsonValue> examples = new HashMap<>();
    for (JsonValue answer : api.value().at("components").at("responses").members().values()) {
      answer
          .at("content")
          .at(PROBLEM)
          .at("examples")
          .members()
          .forEach((slug, example) -> examples.put(slug, example.at("value")));
    }
    return examples;
  }
}
