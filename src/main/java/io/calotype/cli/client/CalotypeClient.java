package io.calotype.cli.client;

import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// HTTP client for the API of a running server.
///
/// Errors of every call: [RefusedException] for any response other than the described one,
/// [UnreachableException] if there is no response.
public final class CalotypeClient {
  /// The limit until the response header arrives. The timeout of the JDK's client does not cover
  /// the body.
  private static final Duration ANSWER = Duration.ofMinutes(2);

  /// From this size in bytes, a request sends `Expect: 100-continue`: the server can refuse the
  /// file before it is sent.
  private static final long LARGE = 1 << 20;

  private final HttpCalls calls;

  /// @param url base URL, without a trailing slash
  /// @param key API key or token, of visible ASCII; null sends no credentials
  public CalotypeClient(String url, @Nullable String key) {
    this(url, key, ANSWER);
  }

  /// @param answer limit until the response header arrives
  CalotypeClient(String url, @Nullable String key, Duration answer) {
    this.calls = new HttpCalls(url, key, answer);
  }

  /// The base URL.
  public String url() {
    return calls.url();
  }

  /// Fetches the statistics. Their members are not fixed.
  public JsonValue stats(StatsScope scope) {
    String query = scope == StatsScope.NODE ? "" : "?scope=" + scope.text();
    return once(calls.request("/api/stats" + query)).json();
  }

  /// Fetches the disk usage. The server counts it during the call.
  public JsonValue usage() {
    return once(calls.request("/api/admin/usage")).json();
  }

  /// Fetches an explanation of the response to a URL.
  ///
  /// @param accept the header `Accept` of the explained request; null is none
  public JsonValue explain(String explained, @Nullable String accept) {
    String query =
        "?url=" + encoded(explained) + (accept == null ? "" : "&accept=" + encoded(accept));
    return once(calls.request("/api/admin/explain" + query)).json();
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
        : once(calls.request("/api/admin/orphans")).json();
  }

  /// Starts a move of originals to the store `to`, or joins the one in progress. Returns its
  /// progress: `{"phase": "running", "total": n, "moved": n, …}`.
  public JsonValue beginMove(String to) {
    return post("/api/admin/move", JsonValue.object(Map.of("to", to)));
  }

  /// Returns the progress of the last move.
  public JsonValue moveProgress() {
    return once(calls.request("/api/admin/move")).json();
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
        calls
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order.toString()));
    return calls.send(request, retry).json();
  }

  /// Deletes a media. Returns false if it did not exist.
  public boolean delete(MediaId id) {
    ApiResponse response = once(media(id).DELETE());
    if (!response.ok() && response.status() != 404 && response.status() != 410) {
      throw RefusedException.of(response);
    }
    return response.ok();
  }

  /// Deletes all media of a group that the caller may delete. Returns their number.
  public long delete(Group group) {
    return once(calls.unlimited("/api/media?group=" + group).DELETE()).json().at("deleted").count();
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
    return once(calls.request("/api/media" + query)).json();
  }

  /// Checks that the server responds and accepts the credentials.
  ///
  /// Errors: [RefusedException] for status 401.
  public void greet() {
    ApiResponse response = once(calls.request("/api/media?limit=1"));
    if (response.status() == 401) {
      throw RefusedException.of(response);
    }
  }

  /// Finds the record of a media.
  public Optional<JsonValue> find(MediaId id) {
    ApiResponse response = calls.send(media(id), RetryPolicy.PATIENT);
    return response.status() == 404 || response.status() == 410
        ? Optional.empty()
        : Optional.of(response.json());
  }

  /// Deletes a media that was just uploaded. Ignores a response that reports a failure.
  void takeBack(MediaId id) {
    calls.send(media(id).DELETE(), RetryPolicy.PATIENT);
  }

  /// Uploads a file as the media `id`, in one request. Status 201: created; 200: the same bytes
  /// exist.
  ApiResponse put(MediaId id, Map<String, String> options, FileBody body) {
    HttpRequest.Builder request =
        upload(id, options)
            .header("Content-Disposition", "attachment; filename*=UTF-8''" + name(body))
            .expectContinue(body.bytes() >= LARGE)
            .PUT(body.publisher(0));
    return calls.send(request, RetryPolicy.PATIENT, body::unreadable);
  }

  /// Uploads a file as the media `id`, or continues an earlier run. Returns false if the server or
  /// a proxy does not take resumable uploads; then nothing is stored.
  boolean resume(
      MediaId id, Map<String, String> options, FileBody body, UnfinishedUploads.Entry unfinished) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("id", id.value());
    all.put("filename", String.valueOf(body.path().getFileName()));
    return new ResumableTransfer(new TusCalls(calls), body, TusCalls.metadata(all), unfinished)
        .run();
  }

  /// Uploads `file` as the media `id`, with options of the API. The same bytes may exist already.
  ///
  /// Errors: [RefusedException], also if `id` exists with other bytes; an [IOException] if `file`
  /// does not exist.
  public void put(MediaId id, Map<String, String> options, Path file) throws IOException {
    calls.send(upload(id, options).PUT(BodyPublishers.ofFile(file)), RetryPolicy.PATIENT).json();
  }

  private HttpRequest.Builder upload(MediaId id, Map<String, String> options) {
    return calls
        .unlimited("/api/media/" + id + query(options))
        .header("Content-Type", "application/octet-stream");
  }

  private static String query(Map<String, String> options) {
    String query =
        options.entrySet().stream()
            .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  private static String name(FileBody body) {
    return encoded(String.valueOf(body.path().getFileName()))
        .replace("+", "%20")
        .replace("*", "%2A");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder media(MediaId id) {
    return calls.request("/api/media/" + id);
  }

  private ApiResponse once(HttpRequest.Builder request) {
    return calls.send(request, RetryPolicy.NEVER);
  }
}
