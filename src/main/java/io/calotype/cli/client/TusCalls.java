package io.calotype.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Requests of tus 1.0.0, the protocol of resumable uploads (tus.io/protocols/resumable-upload).
final class TusCalls {
  private static final String PATH = "/api/uploads";

  /// The id of an upload in its URL. Letters are those of any server.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private final HttpCalls http;

  TusCalls(HttpCalls http) {
    this.http = http;
  }

  /// The base URL of the server.
  String url() {
    return http.url();
  }

  /// The header `Upload-Metadata` for options by name.
  static String metadata(Map<String, String> options) {
    Base64.Encoder base64 = Base64.getEncoder();
    return options.entrySet().stream()
        .map(option ->
            option.getKey() + " " + base64.encodeToString(option.getValue().getBytes(UTF_8)))
        .collect(Collectors.joining(","));
  }

  /// Whether `text` can be the id of an upload.
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// Creates an upload. Returns its id; empty if the server or a proxy has no resumable uploads.
  ///
  /// Errors: [RefusedException], [UnreachableException].
  Optional<String> create(long bytes, String metadata) {
    HttpRequest.Builder request =
        tus(http.request(PATH))
            .header("Upload-Length", Long.toString(bytes))
            .header("Upload-Metadata", metadata)
            .POST(BodyPublishers.noBody());
    ApiResponse response = http.send(request, RetryPolicy.PATIENT);
    if (response.status() == 404 || TusAnswer.unsupported(response.status())) {
      return Optional.empty();
    }
    // The URL may begin with an address that this machine does not reach: only its end counts.
    String location = response.header("Location");
    String id = location.substring(location.lastIndexOf('/') + 1);
    if (!response.ok() || !isId(id)) {
      throw RefusedException.of(response);
    }
    return Optional.of(id);
  }

  /// Asks for the state of an upload. `GET` in place of `HEAD`: a refusal has its reason in the
  /// body. The server ends a request that still sends bytes of this upload.
  ApiResponse state(String id) throws IOException {
    return http.attempt(tus(http.request(path(id))));
  }

  /// Sends the bytes from `offset` to the end.
  ApiResponse append(String id, FileBody body, long offset) throws IOException {
    HttpRequest.Builder request =
        tus(http.unlimited(path(id)))
            .header("Content-Type", "application/offset+octet-stream")
            .header("Upload-Offset", Long.toString(offset))
            .method("PATCH", body.publisher(offset));
    return http.attempt(request, body::position);
  }

  /// Removes an upload that is of no use. The server would remove it after a day.
  void remove(String id) {
    try {
      http.attempt(tus(http.request(path(id))).DELETE());
    } catch (IOException lost) {
      // it expires
    }
  }

  private static String path(String id) {
    return PATH + "/" + id;
  }

  private static HttpRequest.Builder tus(HttpRequest.Builder request) {
    return request.header("Tus-Resumable", "1.0.0");
  }
}
