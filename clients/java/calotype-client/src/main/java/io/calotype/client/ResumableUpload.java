package io.calotype.client;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Sends a file by tus 1.0.0. After a lost connection it asks for the offset, and continues there.
final class ResumableUpload {
  /// Tries in a row without progress.
  private static final int MAX_LOST = 5;

  /// Answers after which the offset decides: it differs, the upload is locked, or the server is
  /// busy.
  private static final Set<Integer> AGAIN = Set.of(409, 423, 429, 503);

  private final Transport transport;
  private final Source source;
  private final UploadProgress progress;
  private final String path;
  private CalotypeException failure =
      new UnexpectedAnswerException("the server does not complete the upload", null);

  /// Errors: [ProblemException] if the server has refused the upload.
  ///
  /// @param created the answer of [#create]
  ResumableUpload(
      Transport transport,
      Source source,
      UploadProgress progress,
      HttpResponse<InputStream> created) {
    this.transport = transport;
    this.source = source;
    this.progress = progress;
    this.path = "/api/uploads/" + lastSegment(header(Transport.successful(created), "Location"));
  }

  /// Announces an upload. The answer may have any status.
  static HttpResponse<InputStream> create(
      Transport transport, Source source, UploadOptions options) {
    HttpRequest.Builder request =
        tus(transport, "/api/uploads")
            .header("Upload-Length", Long.toString(source.length()))
            .POST(BodyPublishers.noBody());
    if (!options.fields().isEmpty()) {
      request.header("Upload-Metadata", metadata(options));
    }
    return transport.answer(transport.call(request));
  }

  private static String metadata(UploadOptions options) {
    return options.fields().entrySet().stream()
        .map(field -> field.getKey() + " " + base64(field.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpRequest.Builder tus(Transport transport, String path) {
    return transport.request(path).header("Tus-Resumable", "1.0.0");
  }

  /// Sends the bytes. Returns the record.
  ///
  /// Errors: the last failure after [#MAX_LOST] tries in a row without progress.
  Media send() {
    long offset = 0;
    for (int lost = 0; lost <= MAX_LOST; ) {
      Optional<String> media = patch(offset);
      if (media.isEmpty()) {
        HttpResponse<InputStream> state = state();
        media = state.headers().firstValue("Media-Location");
        long reached = Long.parseLong(header(state, "Upload-Offset"));
        lost = reached > offset ? 0 : lost + 1;
        offset = reached;
      }
      if (media.isPresent()) {
        return Records.get(transport, lastSegment(media.get()));
      }
      Transport.pause(lost, asked());
    }
    throw failure;
  }

  /// Sends the bytes from an offset on. Returns the location of the media if the upload is
  /// complete.
  ///
  /// Errors: [ProblemException] for an answer that is final.
  private Optional<String> patch(long offset) {
    try (UploadBody body = new UploadBody(source, offset, progress)) {
      HttpRequest.Builder request =
          tus(transport, path)
              .header("Content-Type", "application/offset+octet-stream")
              .header("Upload-Offset", Long.toString(offset))
              .method("PATCH", body.publisher());
      try {
        return received(transport.answer(transport.call(request).withBody(body.length()).once()));
      } catch (ConnectionFailedException failed) {
        if (body.failure() != null) {
          throw body.failure();
        }
        failure = failed;
        return Optional.empty();
      }
    }
  }

  private Optional<String> received(HttpResponse<InputStream> answer) {
    if (AGAIN.contains(answer.statusCode())) {
      failure = Transport.problem(answer);
      return Optional.empty();
    }
    return Transport.successful(answer).headers().firstValue("Media-Location");
  }

  private HttpResponse<InputStream> state() {
    return transport.send(
        transport.call(tus(transport, path).method("HEAD", BodyPublishers.noBody())));
  }

  /// The pause that the server has asked for; null for none.
  private Duration asked() {
    return failure instanceof ProblemException problem ? problem.retryAfter().orElse(null) : null;
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer
        .headers()
        .firstValue(name)
        .orElseThrow(() -> new UnexpectedAnswerException("the answer lacks " + name, null));
  }

  /// The id in a URL. The URL may have the public address of the server; requests go to that of the
  /// client.
  private static String lastSegment(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
