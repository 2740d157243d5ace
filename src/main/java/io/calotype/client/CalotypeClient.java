package io.calotype.client;

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

/// A running server, and the calls of its contract.
///
/// Errors of every call: [RefusedException] for any answer that is not the one described, and
/// [UnreachableException] where there is none.
public final class CalotypeClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// An answer begins within that; it may go on for longer (the timeout of the JDK's client ends
  /// with the header).
  private static final Duration ANSWER = Duration.ofMinutes(2);

  /// From here on the server is asked whether it wants the file before it is sent.
  private static final long LARGE = 1 << 20;

  private final String url;
  private final @Nullable String key;
  private final Duration answer;
  private final HttpClient client;

  /// @param url where it is, without a slash at the end
  /// @param key what it knows the caller by, of visible ASCII; null is nothing
  public CalotypeClient(String url, @Nullable String key) {
    this(url, key, ANSWER);
  }

  /// @param answer how long an answer may take to begin
  CalotypeClient(String url, @Nullable String key, Duration answer) {
    this.url = url;
    this.key = key;
    this.answer = answer;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    this.client = (url.startsWith("http:") ? builder.sslContext(NoTls.context()) : builder).build();
  }

  /// Where it is.
  public String url() {
    return url;
  }

  /// The statistics, whatever they are.
  public ResponseJson stats() {
    return once(request("/api/stats").timeout(answer)).json();
  }

  /// How much there is of what, counted now, however long that takes.
  public ResponseJson usage() {
    return once(request("/api/admin/usage").timeout(answer)).json();
  }

  /// What a URL is answered with, and why.
  ///
  /// @param accept the header of the client that is meant; null is none
  public ResponseJson explain(String explained, @Nullable String accept) {
    String query =
        "?url=" + encoded(explained) + (accept == null ? "" : "&accept=" + encoded(accept));
    return once(request("/api/admin/explain" + query).timeout(answer)).json();
  }

  /// Has renditions made: `{"media": n, "skip": n, "made": n, "present": n, "failed": […]}`.
  ///
  /// @param order what the contract calls it, such as `{"ids": ["a"], "presets": ["small"]}`
  ResponseJson warm(ResponseJson order) {
    return post("/api/admin/warm", order, RetryPolicy.PATIENT);
  }

  /// Removes renditions from the cache: `{"removed": n, "bytes": n}`.
  ///
  /// @param order what the contract calls it, such as `{"all": true}`
  public ResponseJson clear(ResponseJson order) {
    return post("/api/cache/clear", order);
  }

  /// Has all chores done, however long it takes: `{"chores": […]}`.
  public ResponseJson upkeep() {
    return post("/api/admin/upkeep", ResponseJson.object(Map.of()));
  }

  /// Finds what belongs to no record, and records without originals, and removes them where it is
  /// to `delete`: `{"files": {…}, "renditions": {…}, "records": {…}}`.
  public ResponseJson orphans(boolean delete) {
    return delete
        ? post("/api/admin/orphans", ResponseJson.object(Map.of("delete", true)))
        : once(request("/api/admin/orphans").timeout(answer)).json();
  }

  /// Has media verified: `{"verified": n, "bytes": n, "absent": […], "faults": […]}`.
  ///
  /// @param dry whether nothing is repaired
  ResponseJson verify(List<String> ids, boolean dry) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("ids", ids);
    order.put("dryRun", dry);
    return post("/api/admin/verify", ResponseJson.object(order));
  }

  private ResponseJson post(String path, ResponseJson order) {
    return post(path, order, RetryPolicy.NEVER);
  }

  private ResponseJson post(String path, ResponseJson order, RetryPolicy retry) {
    HttpRequest.Builder request =
        request(path)
            .timeout(answer)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order.toString()));
    return send(request, retry).json();
  }

  /// Deletes a media. False where it was not there.
  public boolean delete(MediaId id) {
    ApiResponse response = once(media(id, "").timeout(answer).DELETE());
    if (!response.ok() && response.status() != 404 && response.status() != 410) {
      throw RefusedException.of(response);
    }
    return response.ok();
  }

  /// Deletes all media of a group that the caller may delete, and tells how many those were.
  public long delete(Group group) {
    return once(request("/api/media?group=" + group).DELETE()).json().at("deleted").count();
  }

  /// A page of records: `{"items": […], "next": …}`.
  ///
  /// @param cursor where it begins; empty is the beginning
  /// @param of which records
  ResponseJson page(int limit, String cursor, MediaListing of) {
    String query =
        "?limit="
            + limit
            + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor))
            + (of.group() == null ? "" : "&group=" + of.group())
            + (of.kind() == null ? "" : "&kind=" + of.kind().text())
            + (of.order() == ListOrder.NEWEST ? "" : "&order=" + of.order().text());
    return once(request("/api/media" + query).timeout(answer)).json();
  }

  /// Whether it answers at all, and lets the caller in.
  ///
  /// Errors: [RefusedException] where it does not know the caller.
  public void greet() {
    ApiResponse response = once(request("/api/media?limit=1").timeout(answer));
    if (response.status() == 401) {
      throw RefusedException.of(response);
    }
  }

  /// The record of a media; empty where there is none.
  public Optional<ResponseJson> find(MediaId id) {
    ApiResponse response = send(media(id, "").timeout(answer), RetryPolicy.PATIENT);
    return response.status() == 404 || response.status() == 410
        ? Optional.empty()
        : Optional.of(response.json());
  }

  /// Deletes what was just uploaded, if it is still there.
  void takeBack(MediaId id) {
    send(media(id, "").timeout(answer).DELETE(), RetryPolicy.PATIENT);
  }

  /// Sends a file as the media `id`: 201 where it is new, 200 where the same bytes are there.
  ApiResponse put(MediaId id, String query, FileBody body) {
    HttpRequest.Builder request =
        media(id, query)
            .header("Content-Type", "application/octet-stream")
            .header("Content-Disposition", "attachment; filename*=UTF-8''" + name(body))
            .expectContinue(body.bytes() >= LARGE)
            .PUT(body.publisher());
    return send(request, RetryPolicy.PATIENT, body::unreadable);
  }

  /// Sends `file` as the media `id`, with options of the contract; its bytes may be there already.
  ///
  /// Errors: [RefusedException], also where other bytes are there; an [IOException] where there is
  /// no such file.
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

  /// @param vain whether a connection breaks for a reason that no other try mends
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
