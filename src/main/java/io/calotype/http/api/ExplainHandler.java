package io.calotype.http.api;

import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.explain.Explainer;
import io.calotype.http.problem.ProblemDocument;
import io.calotype.http.problem.Problems;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Explains the answer to a URL: `GET /api/admin/explain?url=…&accept=…`.
public final class ExplainHandler {
  private static final Set<String> OPTIONS = Set.of("url", "accept");

  private final Explainer explainer;

  public ExplainHandler(Explainer explainer) {
    this.explainer = explainer;
  }

  public void explain(HttpExchange exchange) {
    exchange.offload(() -> {
      exchange.require();
      QueryParameters options = exchange.parameters();
      options.require(OPTIONS);
      String url = options.get("url");
      if (url == null) {
        throw QueryParameters.bad("the option url is missing: it says what to explain");
      }
      byte[] json = json(explainer.explain(url, options.get("accept")));
      exchange.json(200, json);
    });
  }

  private static byte[] json(Explainer.Explanation explanation) {
    Map<String, Object> members = new LinkedHashMap<>(explanation.members());
    if (explanation.refusal() != null) {
      ProblemDocument problem = Problems.of(explanation.refusal());
      members.put("status", problem.status());
      members.put("problem", problem.problem().slug());
      members.put("detail", problem.detail());
    }
    return JsonOutput.bytes(json -> JsonOutput.value(json, members));
  }
}
