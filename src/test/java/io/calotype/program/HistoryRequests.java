package io.calotype.program;

import io.calotype.history.Call;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends the requests of a history, and describes their answers.
final class HistoryRequests {
  /// The paths of reads, with a place for the id.
  static final List<String> PATHS =
      List.of(
          "/api/media/%s/content",
          "/api/media/%s/thumbnail?size=small", "/images/%s/small?format=png");

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HistoryPictures pictures;

  HistoryRequests(HistoryPictures pictures) {
    this.pictures = pictures;
  }

  /// Null, as of the other methods, if the node did not listen: there was no call.
  @Nullable Call upload(HistoryNode node, String id, Call.Upload upload) {
    Duration ttl = upload.ttl();
    String options = "?visibility=" + (upload.open() ? "public" : "private");
    String path = "/api/media/" + id + options + (ttl == null ? "" : "&ttl=" + ttl.toSeconds());
    byte[] bytes = pictures.bytes(upload.picture());
    return sent(
        node, id, upload, path, new Sent("PUT", BodyPublishers.ofByteArray(bytes), Map.of()));
  }

  @Nullable Call remove(HistoryNode node, String id) {
    return sent(
        node,
        id,
        new Call.Removal(),
        "/api/media/" + id,
        new Sent("DELETE", BodyPublishers.noBody(), Map.of()));
  }

  @Nullable Call change(HistoryNode node, String id, boolean open) {
    String patch = "{\"visibility\":\"" + (open ? "public" : "private") + "\"}";
    Map<String, String> type = Map.of("Content-Type", "application/merge-patch+json");
    BodyPublisher body = BodyPublishers.ofString(patch);
    return sent(node, id, new Call.Change(open), "/api/media/" + id, new Sent("PATCH", body, type));
  }

  @Nullable Call read(HistoryNode node, String id, Call.Read read) {
    String known = read.known();
    Map<String, String> headers = known == null ? Map.of() : Map.of("If-None-Match", known);
    return sent(
        node,
        id,
        read,
        read.path().formatted(id),
        new Sent("GET", BodyPublishers.noBody(), headers));
  }

  /// The parts of a request.
  private record Sent(String method, BodyPublisher body, Map<String, String> headers) {}

  private @Nullable Call sent(
      HistoryNode node, String id, Call.Kind kind, String path, Sent request) {
    Program program = node.program();
    HttpRequest.Builder builder =
        program.request(path).timeout(PATIENCE).method(request.method, request.body);
    request.headers.forEach(builder::header);
    if (!(kind instanceof Call.Read read && read.anonymous())) {
      AccessProgram.authorize(builder, "admin");
    }
    long begun = System.nanoTime();
    int status;
    Call.Answer answer = Call.Answer.NONE;
    try {
      HttpResponse<byte[]> response = program.send(builder);
      status = response.statusCode();
      answer = answer(kind, response);
    } catch (UncheckedIOException none) {
      if (none.getCause() instanceof ConnectException) {
        return null;
      }
      status = status(none);
    }
    return new Call(node.name(), id, kind, new Call.Span(begun, System.nanoTime()), status, answer);
  }

  private static int status(UncheckedIOException none) {
    return none.getCause() instanceof HttpTimeoutException ? Call.UNANSWERED : Call.INTERRUPTED;
  }

  private Call.Answer answer(Call.Kind kind, HttpResponse<byte[]> response) {
    if (!(kind instanceof Call.Read read)) {
      return Call.Answer.NONE;
    }
    String digest = HistoryPictures.digest(response.body());
    int picture =
        response.statusCode() != 200
            ? 0
            : read.path().endsWith("content")
                ? pictures.original(digest)
                : pictures.rendition(response.body());
    return new Call.Answer(
        picture,
        response.headers().firstValue("ETag").orElse(""),
        digest,
        response.headers().firstValue("Cache-Control").orElse(""));
  }
}
