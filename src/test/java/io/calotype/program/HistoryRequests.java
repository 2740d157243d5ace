package io.calotype.program;

import io.calotype.history.Call;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    String group = upload.group() == null ? "" : "&group=" + upload.group();
    String path =
        "/api/media/" + id + options + group + (ttl == null ? "" : "&ttl=" + ttl.toSeconds());
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

  /// Removes the media of a list by one request. Returns a call for each of them.
  List<Call> removeAll(HistoryNode node, List<String> ids) {
    String list = ids.stream().map(HistoryRequests::quoted).collect(Collectors.joining(","));
    Sent request =
        new Sent(
            "POST",
            BodyPublishers.ofString("{\"ids\":[" + list + "]}"),
            Map.of("Content-Type", "application/json"));
    Received received = received(node, "/api/media/batch-delete", request, false);
    return received == null
        ? List.of()
        : ids.stream()
            .map(id -> received.call(node, id, new Call.Removal(), ofBatch(received, id)))
            .toList();
  }

  /// The status that a request for `id` alone would have.
  private static int ofBatch(Received received, String id) {
    if (received.status != 200) {
      return received.status;
    }
    if (listed(received, "missing", id)) {
      return 404;
    }
    return listed(received, "failed", id) || listed(received, "refused", id) ? 503 : 204;
  }

  private static boolean listed(Received received, String member, String id) {
    Matcher list =
        Pattern.compile("\"" + member + "\":\\[([^]]*)]")
            .matcher(new String(received.body(), StandardCharsets.UTF_8));
    return list.find() && list.group(1).contains(quoted(id));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /// Removes a group by one request. Returns a call for each of `ids`, which includes its media. A
  /// media that could not be removed makes all of them uncertain.
  List<Call> removeGroup(HistoryNode node, String group, List<String> ids) {
    Sent request = new Sent("DELETE", BodyPublishers.noBody(), Map.of());
    Received received = received(node, "/api/media?group=" + group, request, false);
    if (received == null) {
      return List.of();
    }
    boolean failed =
        received.status == 200
            && new String(received.body(), StandardCharsets.UTF_8).contains("\"failed\"");
    int status = failed ? 503 : received.status;
    return ids.stream()
        .map(id -> received.call(node, id, new Call.GroupRemoval(group), status))
        .toList();
  }

  @Nullable Call change(HistoryNode node, String id, boolean open) {
    String visibility = quoted(open ? "public" : "private");
    return patched(node, id, new Call.Change(open), "{\"visibility\":" + visibility + "}");
  }

  @Nullable Call changeTtl(HistoryNode node, String id, @Nullable Duration ttl) {
    String seconds = ttl == null ? "null" : "" + ttl.toSeconds();
    return patched(node, id, new Call.TtlChange(ttl), "{\"ttl\":" + seconds + "}");
  }

  @Nullable Call changeGroup(HistoryNode node, String id, @Nullable String group) {
    String name = group == null ? "null" : quoted(group);
    return patched(node, id, new Call.GroupChange(group), "{\"group\":" + name + "}");
  }

  private @Nullable Call patched(HistoryNode node, String id, Call.Kind kind, String patch) {
    Map<String, String> type = Map.of("Content-Type", "application/merge-patch+json");
    Sent request = new Sent("PATCH", BodyPublishers.ofString(patch), type);
    return sent(node, id, kind, "/api/media/" + id, request);
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

  /// The end of a request.
  ///
  /// @param response null if there was none
  private record Received(Call.Span span, int status, @Nullable HttpResponse<byte[]> response) {
    byte[] body() {
      return response == null ? new byte[0] : response.body();
    }

    Call call(HistoryNode node, String id, Call.Kind kind, int shown) {
      return new Call(node.name(), id, kind, span, shown, Call.Answer.NONE);
    }
  }

  private @Nullable Call sent(
      HistoryNode node, String id, Call.Kind kind, String path, Sent request) {
    boolean anonymous = kind instanceof Call.Read read && read.anonymous();
    Received received = received(node, path, request, anonymous);
    if (received == null) {
      return null;
    }
    Call.Answer answer =
        received.response == null ? Call.Answer.NONE : answer(kind, received.response);
    return new Call(node.name(), id, kind, received.span, received.status, answer);
  }

  /// Null if the node did not listen.
  private @Nullable Received received(
      HistoryNode node, String path, Sent request, boolean anonymous) {
    Program program = node.program();
    HttpRequest.Builder builder =
        program.request(path).timeout(PATIENCE).method(request.method, request.body);
    request.headers.forEach(builder::header);
    if (!anonymous) {
      AccessProgram.authorize(builder, "admin");
    }
    long begun = System.nanoTime();
    try {
      HttpResponse<byte[]> response = program.send(builder);
      return new Received(span(begun), response.statusCode(), response);
    } catch (UncheckedIOException none) {
      if (none.getCause() instanceof ConnectException) {
        return null;
      }
      return new Received(span(begun), status(none), null);
    }
  }

  private static Call.Span span(long begun) {
    return new Call.Span(begun, System.nanoTime());
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
