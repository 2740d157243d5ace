package io.calotype.http.api;

import io.calotype.http.exchange.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The HTML pages of the problem types.
public final class ProblemPages {
  private ProblemPages() {}

  /// The page for a slug as UTF-8 HTML; empty if there is no such problem.
  public static Optional<byte[]> find(String slug) {
    return Problem.find(slug).map(ProblemPages::page);
  }

  private static byte[] page(Problem problem) {
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s</title>
    <style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 4rem auto; padding: 0 1rem }
    code { color: #666 }</style>
    <h1>%1$s</h1>
    <p><code>%2$d %3$s</code></p>
    <p>%4$s</p>
    </html>
    """
        .formatted(problem.title(), problem.status(), problem.slug(), problem.meaning())
        .getBytes(StandardCharsets.UTF_8);
  }
}
