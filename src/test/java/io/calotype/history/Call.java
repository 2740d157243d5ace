package io.calotype.history;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One request to a node and its answer. A picture is named by a number above 0, and no two have
/// the same bytes.
///
/// @param node the name of the node that was asked
/// @param status of HTTP, [#INTERRUPTED] or [#UNANSWERED]
public record Call(String node, String id, Kind kind, Span span, int status, Answer answer) {
  /// The connection ended without an answer.
  public static final int INTERRUPTED = 0;

  /// The client has given up: the effect may be made at any time.
  public static final int UNANSWERED = -1;

  private static final int NO_CONTENT = 204;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int SERVER_FAULT = 500;
  private static final int CONFLICT = 409;
  private static final int UNAVAILABLE = 503;

  /// A conflict is a media with other bytes or options. 503 is a store that is away, or a busy
  /// node.
  private static final Set<Integer> EXPECTED =
      Set.of(
          INTERRUPTED,
          OK,
          CREATED,
          NO_CONTENT,
          NOT_MODIFIED,
          NOT_FOUND,
          CONFLICT,
          GONE,
          UNAVAILABLE);

  /// The time of a call, in nanoseconds of the clock of the clients.
  ///
  /// @param begun before the request was sent
  /// @param ended after the answer was received
  public record Span(long begun, long ended) {}

  /// The kinds of calls.
  public sealed interface Kind {}

  /// `PUT /api/media/{id}`.
  ///
  /// @param open whether the media is to be public
  /// @param ttl null for a media that does not expire
  /// @param group null for a media without a group
  public record Upload(int picture, boolean open, @Nullable Duration ttl, @Nullable String group)
      implements Kind {}

  /// `DELETE /api/media/{id}`, or the part of `POST /api/media/batch-delete` for one id.
  public record Removal() implements Kind {}

  /// `DELETE /api/media?group=…`, recorded for each id that may be in the group.
  public record GroupRemoval(String group) implements Kind {}

  /// `PATCH /api/media/{id}` of the visibility.
  public record Change(boolean open) implements Kind {}

  /// `PATCH /api/media/{id}` of the time to live, which begins again; null for none.
  public record TtlChange(@Nullable Duration ttl) implements Kind {}

  /// `PATCH /api/media/{id}` of the group; null for none.
  public record GroupChange(@Nullable String group) implements Kind {}

  /// `GET` of the original or of a rendition.
  ///
  /// @param anonymous whether it had no credentials
  /// @param known the `ETag` in its `If-None-Match`
  public record Read(String path, boolean anonymous, @Nullable String known) implements Kind {}

  /// The parts of an answer that a rule compares.
  ///
  /// @param picture the picture that the body shows; 0 without a body, [#UNKNOWN] if it is none of
  ///   those that were uploaded
  /// @param body its SHA-256
  public record Answer(int picture, String etag, String body, String cacheControl) {
    public static final int UNKNOWN = -1;
    public static final Answer NONE = new Answer(0, "", "", "");
  }

  /// Whether its effect is unknown: it may have been made, now or a little later.
  boolean unsure() {
    return status <= INTERRUPTED || status >= SERVER_FAULT;
  }

  /// Whether it has made or confirmed its effect.
  boolean done() {
    return status == OK || status == CREATED || status == NO_CONTENT;
  }

  boolean created() {
    return status == CREATED;
  }

  /// Whether it served a media, or confirmed a copy of the client.
  boolean served() {
    return kind instanceof Read && (status == OK || status == NOT_MODIFIED);
  }

  boolean whole() {
    return kind instanceof Read && status == OK;
  }

  /// Whether the node has said that there is no such media.
  boolean absent() {
    return status == NOT_FOUND || status == GONE;
  }

  /// Whether the status has no reason in a history: 500 and 401 are faults of the program.
  boolean odd() {
    return !EXPECTED.contains(status);
  }

  boolean anonymous() {
    return kind instanceof Read read && read.anonymous();
  }

  boolean before(Call other) {
    return span.ended <= other.span.begun;
  }
}
