package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.telemetry.EventLog;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One request and its answer, on the event loop of its connection.
final class Exchange {
  private static final MultiMap NO_PARAMETERS = MultiMap.caseInsensitiveMultiMap();
  private static final CharSequence DATE = HttpHeaders.createOptimized("date");
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private final HttpServerRequest request;
  private final Context loop;
  private final Executor blocking;
  private final Gate gate;
  private final DateHeader date;

  Exchange(HttpServerRequest request, Context loop, Executor blocking, Gate gate, DateHeader date) {
    this.request = request;
    this.loop = loop;
    this.blocking = blocking;
    this.gate = gate;
    this.date = date;
  }

  HttpServerRequest request() {
    return request;
  }

  Context loop() {
    return loop;
  }

  HttpServerResponse response() {
    return request.response();
  }

  Caller caller() {
    return new Caller.Local();
  }

  boolean head() {
    return request.method().equals(HttpMethod.HEAD);
  }

  /// The path of the URL, still percent-encoded.
  String path() {
    String path = request.path();
    return path == null ? "/" : path;
  }

  @Nullable String header(CharSequence name) {
    return request.getHeader(name);
  }

  /// A header that may be sent in several lines, which are one value (RFC 9110 section 5.3).
  @Nullable String list(CharSequence name) {
    return request.getHeader(name) == null
        ? null
        : String.join(",", request.headers().getAll(name));
  }

  /// What the request says of copies and ranges.
  Conditions conditions() {
    return Conditions.of(this::list);
  }

  /// The query parameters, decoded; empty where there is no query.
  ///
  /// Errors: `BadRequest` where a percent-escape is broken.
  MultiMap parameters() {
    try {
      return request.query() == null ? NO_PARAMETERS : request.params();
    } catch (IllegalArgumentException broken) {
      throw Options.bad("the query has a broken percent-escape");
    }
  }

  /// Ends the exchange with a problem unless the caller may do `action`.
  void require(Action action) {
    admit(gate.decide(caller(), action), new Failure.Forbidden());
  }

  /// Ends the exchange with a problem unless the caller may do `action` to `media`.
  void require(Action action, Media media) {
    admit(gate.decide(caller(), action, media), new Failure.NotFound(media.id()));
  }

  private static void admit(Decision decision, Failure hidden) {
    switch (decision) {
      case ALLOWED -> {}
      case UNAUTHORIZED -> throw new MediaException(new Failure.Unauthorized());
      case FORBIDDEN -> throw new MediaException(new Failure.Forbidden());
      case HIDDEN -> throw new MediaException(hidden);
    }
  }

  /// Runs `work` on a virtual thread; what it throws is answered as a problem.
  void offload(Runnable work) {
    blocking.execute(() -> guarded(work));
  }

  /// Runs `answer` on this exchange's event loop; what it throws is answered as a problem.
  void onLoop(Runnable answer) {
    loop.runOnContext(ignored -> guarded(answer));
  }

  void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable failed) { // whatever it is, the client gets an answer
      onLoopNow(() -> fail(failed));
    }
  }

  private void onLoopNow(Runnable answer) {
    if (loop.isEventLoopContext() && Context.isOnEventLoopThread()) {
      answer.run();
    } else {
      loop.runOnContext(ignored -> answer.run());
    }
  }

  private void fail(Throwable failed) {
    switch (failed) {
      case MediaException known -> problem(Problems.of(known.failure()));
      default -> {
        String incident = UUID.randomUUID().toString();
        EventLog.error("internal", failed, "incident", incident, "path", path());
        problem(Problems.internal(incident));
      }
    }
  }

  /// Answers with a problem document. What is left of the request's body is not waited for.
  void problem(ProblemDocument problem) {
    if (response().ended() || response().headWritten()) {
      request.connection().close();
      return;
    }
    response().setStatusCode(problem.status());
    response().putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    problem.headers().forEach((name, value) -> response().putHeader(name, value));
    if (!request.isEnded()) {
      Lingering.closeAfter(request);
    }
    end("application/problem+json", problem.json());
  }

  /// Answers 200, or the status already set, with a small body.
  void end(CharSequence contentType, byte[] body) {
    response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
    dated();
    if (head()) {
      response().end();
    } else {
      response().end(Buffer.buffer(body));
    }
  }

  /// Answers with JSON from any thread.
  void json(int status, byte[] body) {
    onLoop(() -> jsonNow(status, body));
  }

  /// Answers with JSON on the event loop. What a record says may change: nobody keeps it.
  void jsonNow(int status, byte[] body) {
    response().setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
    end("application/json", body);
  }

  /// Answers with `status` and no body.
  void end(int status) {
    response().setStatusCode(status);
    dated();
    response().end();
  }

  /// Adds `Date`, as RFC 9110 section 6.6.1 asks of a server with a clock.
  void dated() {
    response().putHeader(DATE, date.now());
  }
}
