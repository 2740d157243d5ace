package io.calotype.http.api;

import io.calotype.access.Caller;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.explain.Explainer;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
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
      boolean local = exchange.caller() instanceof Caller.Local;
      Map<String, Object> explanation =
          explainer.explain(
              url, options.get("accept"), new Explainer.Keys(local, exchange.access()));
      exchange.json(200, JsonOutput.bytes(json -> JsonOutput.value(json, explanation)));
    });
  }
}
