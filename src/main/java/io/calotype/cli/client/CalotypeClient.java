package io.calotype.cli.client;

import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// HTTP client for the API of a running server.
///
/// Errors of every call: [RefusedException] for any response other than the described one,
/// [UnreachableException] if there is no response.
public final class CalotypeClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// The limit until the response header arrives. The timeout of the JDK's client does not cover
  /// the body.
  private static final Duration ANSWER = Duration.ofMinutes(2);

  /// From this size in bytes, a request sends `Expect: 100-continue`: the server can refuse the
  /// file before it is sent.
  private static final long LARGE = 1 << 20;

  private final String url;
  private final @Nullable String key;
  private final Duration answer;
  private final HttpClient client;

  /// @param url base URL, without a trailing slash
  /// @param key API key or token, of visible ASCII; null sends no credentials
  public CalotypeClient(String url, @Nullable String key) {
    this(url, key, ANSWER);
  }

  /// @param answer limit until the response header arrives
  CalotypeClient(String url, @Nullable String key, Duration answer) {
    this.url = url;
    this.key = key;
    this.answer = answer;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    this.client = (url.startsWith("http:") ? builder.sslContext(NoTls.context()) : builder).build();
  }

  /// The base URL.
  public String url() {
    return url;
  }

  /// Fetches the statistics. Their members are not fixed.
  public JsonValue stats(StatsScope scope) {
    String query = scope == StatsScope.NODE ? "" : "?scope=" + scope.text();
    return once(request("/api/stats" + query).timeout(answer)).json();
  }

  /// Fetches the disk usage. The server counts it during the call.
  public JsonValue usage() {
    return once(request("/api/admin/usage").timeout(answer)).json();
  }

  /// Fetches an explanation of the response to a URL.
  ///
  /// @param accept the header `Accept` of the explained request; null is none
  public JsonValue explain(String explained, @Nullable String accept) {
    String query =
        "?url=" + encoded(explained) + (accept == null ? "" : "&accept=" + encoded(accept));
    return once(request("/api/admin/explain" + query).timeout(answer)).json();
  }

  /// Has renditions rendered: `{"media": n, "skip": n, "made": n, "present": n, "failed": […]}`.
  ///
  /// @param order request body, such as `{"ids": ["a"], "presets": ["small"]}`
  JsonValue warm(JsonValue order) {
    return post("/api/admin/warm", order, RetryPolicy.PATIENT);
  }

  /// Removes renditions from the cache: `{"removed": n, "bytes": n}`.
  ///
  /// @param order request body, such as `{"all": true}`
  public JsonValue clear(JsonValue order) {
    return post("/api/cache/clear", order);
  }

  /// Runs all maintenance tasks and waits for them: `{"chores": […]}`.
  public JsonValue upkeep() {
    return post("/api/admin/upkeep", JsonValue.object(Map.of()));
  }

  /// Finds files without a record, and records without an original. With `delete`, removes them:
  /// `{"files": {…}, "renditions": {…}, "records": {…}}`.
  public JsonValue orphans(boolean delete, boolean many) {
    return delete
        ? post("/api/admin/orphans", JsonValue.object(Map.of("delete", true, "many", many)))
        : once(request("/api/admin/orphans").timeout(answer)).json();
  }

  /// Starts a move of originals to the store `to`, or joins the one in progress. Returns its
  /// progress: `{"phase": "running", "total": n, "moved": n, …}`.
  public JsonValue beginMove(String to) {
    return post("/api/admin/move", JsonValue.object(Map.of("to", to)));
  }

  /// Returns the progress of the last move.
  public JsonValue moveProgress() {
    return once(request("/api/admin/move").timeout(answer)).json();
  }

  /// Has media verified: `{"verified": n, "bytes": n, "absent": […], "faults": […]}`.
  ///
  /// @param dry whether to report faults without a repair
  JsonValue verify(List<String> ids, boolean dry) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("ids", ids);
    order.put("dryRun", dry);
    return post("/api/admin/verify", JsonValue.object(order));
  }

  private JsonValue post(String path, JsonValue order) {
    return post(path, order, RetryPolicy.NEVER);
  }

  private JsonValue post(String path, JsonValue order, RetryPolicy retry) {
    HttpRequest.Builder request =
        request(path)
            .timeout(answer)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order.toString()));
    return send(request, retry).json();
  }

  /// Deletes a media. Returns false if it did not exist.
  public boolean delete(MediaId id) {
    ApiResponse response = once(media(id, "").timeout(answer).DELETE());
    if (!response.ok() && response.status() != 404 && response.status() != 410) {
      throw RefusedException.of(response);
    }
    return response.ok();
  }

  /// Deletes all media of a group that the caller may delete. Returns their number.
  public long delete(Group group) {
    return once(request("/api/media?group=" + group).DELETE()).json().at("deleted").count();
  }

  /// Fetches a page of records: `{"items": […], "next": …}`.
  ///
  /// @param cursor start of the page; empty is the first page
  /// @param of filter and order
  JsonValue page(int limit, String cursor, MediaListing of) {
    String query =
        "?limit="
            + limit
            + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor))
            + (of.group() == null ? "" : "&group=" + of.group())
            + (of.kind() == null ? "" : "&kind=" + of.kind().text())
            + (of.order() == ListOrder.NEWEST ? "" : "&order=" + of.order().text());
    return once(request("/api/media" + query).timeout(answer)).json();
  }

  /// Checks that the server responds and accepts the credentials.
  ///
  /// Errors: [RefusedException] for status 401.
  public void greet() {
    ApiResponse response = once(request("/api/media?limit=1").timeout(answer));
    if (response.status() == 401) {
      throw RefusedException.of(response);
    }
  }

  /// Finds the record of a media.
  public Optional<JsonValue> find(MediaId id) {
    ApiResponse response = send(media(id, "").timeout(answer), RetryPolicy.PATIENT);
    return response.status() == 404 || response.status() == 410
        ? Optional.empty()
        : Optional.of(response.json());
  }

  /// Deletes a media that was just uploaded. Ignores a response that reports a failure.
  void takeBack(MediaId id) {
    send(media(id, "").timeout(answer).DELETE(), RetryPolicy.PATIENT);
  }

  /// Uploads a file as the media `id`. Status 201: created; 200: the same bytes exist.
  ApiResponse put(MediaId id, String query, FileBody body) {
    HttpRequest.Builder request =
        media(id, query)
            .header("Content-Type", "application/octet-stream")
            .header("Content-Disposition", "attachment; filename*=UTF-8''" + name(body))
            .expectContinue(body.bytes() >= LARGE)
            .PUT(body.publisher());
    return send(request, RetryPolicy.PATIENT, body::unreadable);
  }

  /// Uploads `file` as the media `id`, with options of the API. The same bytes may exist already.
  ///
  /// Errors: [RefusedException], also if `id` exists with other bytes; an [IOException] if `file`
  /// does not exist.
  public void put(MediaId id, Map<String, String> options, Path file) throws IOException {
    HttpRequest.Builder request =
        media(id, query(options))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofFile(file));
    send(request, RetryPolicy.PATIENT).json();
  }

  private static String query(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static String name(FileBody body) {
    return encoded(String.valueOf(body.path().getFileName()))
        .replace("+", "%20")
        .replace("*", "%2A");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder media(MediaId id, String query) {
    return request("/api/media/" + id + query);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  private ApiResponse once(HttpRequest.Builder request) {
    return send(request, RetryPolicy.NEVER);
  }

  private ApiResponse send(HttpRequest.Builder request, RetryPolicy retry) {
    return send(request, retry, () -> false);
  }

  /// @param vain whether a broken connection has a cause that a retry does not fix
  private ApiResponse send(HttpRequest.Builder request, RetryPolicy retry, BooleanSupplier vain) {
    int losses = 0;
    int refusals = 0;
    while (true) {
      Optional<Duration> pause;
      try {
        ApiResponse response =
            ApiResponse.of(client.send(request.build(), BodyHandlers.ofString()));
        pause = retry.afterRefusal(response, ++refusals, Instant.now());
        if (pause.isEmpty()) {
          return response;
        }
      } catch (IOException lost) {
        pause = retry.afterLoss(++losses);
        if (pause.isEmpty() || vain.getAsBoolean()) {
          throw new UnreachableException(url, lost);
        }
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
      sleep(pause.get());
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
