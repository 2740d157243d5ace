package io.calotype.http.exchange;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.connection.Lingering;
import io.calotype.http.problem.ProblemDocument;
import io.calotype.http.problem.Problems;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.routing.RequestPath;
import io.calotype.http.routing.RouteClass;
import io.calotype.http.semantics.ContentCodings;
import io.calotype.http.semantics.ContentType;
import io.calotype.http.semantics.RequestConditions;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.telemetry.EventLog;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One request and its answer, on the event loop of its connection.
public final class HttpExchange {
  private static final CharSequence DATE = HttpHeaders.createOptimized("date");
  private static final CharSequence PRIVATE = HttpHeaders.createOptimized("private, no-cache");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private final HttpServerRequest request;
  private final Context loop;
  private final ServerContext serverContext;
  private final RequestAccess access;
  private int holds;
  private @Nullable RequestPath target;
  private @Nullable QueryParameters parameters;
  private @Nullable Repeatable repeatable;

  public HttpExchange(HttpServerRequest request, Context loop, ServerContext serverContext) {
    this.request = request;
    this.loop = loop;
    this.serverContext = serverContext;
    this.access = new RequestAccess(this, serverContext.clientPolicy().access());
  }

  public HttpServerRequest request() {
    return request;
  }

  /// The event loop of the connection.
  public Context loop() {
    return loop;
  }

  public HttpServerResponse response() {
    return request.response();
  }

  /// The credentials of the request, and the rights that they give.
  public RequestAccess access() {
    return access;
  }

  /// The caller: see [RequestAccess#caller].
  public Caller caller() {
    return access.caller();
  }

  /// Runs `next` on the event loop after the caller is identified. The request's body is paused
  /// meanwhile.
  public void identified(Runnable next) {
    if (access.callerKnown()) {
      next.run();
      return;
    }
    hold();
    offload(() -> {
      caller();
      onLoop(() -> {
        next.run();
        release();
      });
    });
  }

  /// Pauses the request's body until each hold is released: nobody reads it yet. On the event loop.
  public void hold() {
    if (holds++ == 0) {
      request.pause();
    }
  }

  /// Ends one [#hold]. On the event loop.
  public void release() {
    if (--holds == 0) {
      request.resume();
    }
  }

  /// The limits on the expensive work of the caller.
  public CallerBudget budget() {
    return new CallerBudget(this, serverContext.clientPolicy().limits());
  }

  /// The body of the request, for a thread that may block.
  public BodyInput body() {
    return new BodyInput(request, loop).on(((ConnectionBase) request.connection()).channel());
  }

  public boolean head() {
    return request.method().equals(HttpMethod.HEAD);
  }

  /// The path of the URL, still percent-encoded.
  public String path() {
    String path = request.path();
    return path == null ? "/" : path;
  }

  /// The path of the URL, resolved against the route table.
  public RequestPath target() {
    RequestPath known = target;
    if (known == null) {
      known = RequestPath.of(path());
      target = known;
    }
    return known;
  }

  /// The id in the path of the URL.
  ///
  /// Errors: `BadRequest` if it is no id.
  public MediaId id() {
    return target().id();
  }

  /// The class of the request in metrics.
  public RouteClass routeClass() {
    return target().routeClass(request.method().name());
  }

  /// The action whose right the route of the request requires.
  public Action action() {
    return Objects.requireNonNull(target().route(request.method().name())).action();
  }

  /// The media type of the body in lower case, without parameters; empty if none is declared.
  public String contentType() {
    return ContentType.mediaType(header(HttpHeaders.CONTENT_TYPE));
  }

  /// The content codings of the body.
  ///
  /// Errors: `UnknownContentCoding`.
  public ContentCodings codings() {
    return ContentCodings.of(request.headers().getAll(HttpHeaders.CONTENT_ENCODING));
  }

  @Nullable
  public String header(CharSequence name) {
    return request.getHeader(name);
  }

  /// The value of a header whose several lines form one value (RFC 9110 section 5.3).
  @Nullable
  public String list(CharSequence name) {
    return request.getHeader(name) == null
        ? null
        : String.join(",", request.headers().getAll(name));
  }

  /// The preconditions and ranges of the request.
  public RequestConditions conditions() {
    RequestConditions sent = ConditionHeaders.of(this::list);
    return head() ? sent.whole() : sent;
  }

  /// The query parameters, decoded; empty if there is no query.
  ///
  /// Errors: `BadRequest` if a percent-escape is broken.
  public QueryParameters parameters() {
    QueryParameters known = parameters;
    if (known == null) {
      known = QueryParameters.parse(request.query());
      parameters = known;
    }
    return known;
  }

  /// Throws unless the caller may perform the action of the route. May block like [#caller].
  public void require() {
    require(action());
  }

  /// Throws unless the caller may perform `action`. May block like [#caller].
  public void require(Action action) {
    access.require(action);
  }

  /// Throws unless the caller may perform `action` on one media. Public actions need no
  /// credentials.
  public void require(Action action, Media media) {
    access.require(action, media);
  }

  /// Sets the basis on which an equal request receives an equal answer; null if it may not.
  public void repeatable(@Nullable Repeatable basis) {
    repeatable = basis;
  }

  /// The basis on which an equal request receives an equal answer; null if it may not.
  public @Nullable Repeatable repeatable() {
    return repeatable;
  }

  /// Runs `work` on a virtual thread. Answers its exceptions with a problem document.
  public void offload(Runnable work) {
    serverContext.blocking().execute(() -> guarded(work));
  }

  /// Runs `answer` on this exchange's event loop. Answers its exceptions with a problem document.
  public void onLoop(Runnable answer) {
    LoopTasks.run(loop, () -> guarded(answer));
  }

  public void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable failed) { // every failure gets an answer
      onLoopNow(() -> failOrClose(failed));
    }
  }

  private void onLoopNow(Runnable answer) {
    if (loop.isEventLoopContext() && Context.isOnEventLoopThread()) {
      answer.run();
    } else {
      LoopTasks.run(loop, answer);
    }
  }

  /// Closes the connection if the failure itself cannot be answered: a client never waits in vain.
  private void failOrClose(Throwable failed) {
    try {
      fail(failed);
    } catch (Throwable unanswered) {
      EventLog.error("internal", unanswered, "path", path());
      request.connection().close();
    }
  }

  private void fail(Throwable failed) {
    switch (failed) {
      case MediaException known -> {
        if (known.failure() instanceof Failure.Broken broken) { // a known state: no stack
          EventLog.warn("unavailable", "path", path(), "reason", broken, "cause", cause(known));
        }
        if (known.failure() instanceof Failure.StorageFull) {
          EventLog.warn("storage.full", "method", request.method(), "path", path());
        }
        problem(described(known.failure()));
      }
      default -> {
        String incident = UUID.randomUUID().toString();
        EventLog.error("internal", failed, "incident", incident, "path", path());
        problem(Problems.internal(incident));
      }
    }
  }

  private static String cause(MediaException known) {
    Throwable cause = known.getCause();
    return cause == null ? "none" : cause.getClass().getSimpleName();
  }

  /// The problem document for `failure`. Absent and hidden media give the same answer to callers
  /// that do not see all media.
  private ProblemDocument described(Failure failure) {
    return failure instanceof Failure.NotFound(MediaId id) && !access.seesAll()
        ? Problems.absentOrHidden(id)
        : Problems.of(failure);
  }

  /// Answers with a problem document, or with the configured picture in its place. Does not wait
  /// for the rest of the request's body.
  public void problem(ProblemDocument problem) {
    if (response().ended() || response().headWritten()) {
      request.connection().close();
      return;
    }
    boolean unread = !request.isEnded() && hasBody();
    if (unread) {
      response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    write(problem);
    if (unread) {
      Lingering.closeAfterBody(request);
    }
  }

  /// Answers with a problem document and closes the connection, because its next bytes cannot be
  /// parsed.
  public void lastProblem(ProblemDocument problem) {
    response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    write(problem);
    Lingering.closeAfterInput(request.connection());
  }

  private void write(ProblemDocument problem) {
    serverContext.requests().problem(problem.problem().slug());
    response().setStatusCode(problem.status());
    response().putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    problem.headers().forEach((name, value) -> response().putHeader(name, value));
    Fallback fallback = serverContext.fallback();
    boolean reads = request.method().equals(HttpMethod.GET) || head();
    if (fallback != null && reads && routeClass().delivers()) {
      fallback.end(this);
    } else {
      end("application/problem+json", problem.json());
    }
  }

  /// Whether the request has a body (RFC 9112 section 6).
  private boolean hasBody() {
    String length = header(HttpHeaders.CONTENT_LENGTH);
    return header(HttpHeaders.TRANSFER_ENCODING) != null || (length != null && !length.equals("0"));
  }

  /// Answers 200, or the status already set, with a small body.
  public void end(CharSequence contentType, byte[] body) {
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
  public void json(int status, byte[] body) {
    onLoop(() -> jsonNow(status, body));
  }

  /// Answers with JSON on the event loop. Clients must revalidate and shared caches must not store
  /// it, because records change and access differs between callers.
  public void jsonNow(int status, byte[] body) {
    response().setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, PRIVATE);
    end("application/json", body);
  }

  /// Answers 304 to a request for JSON. The validators are already set.
  public void notModified() {
    response().putHeader(HttpHeaders.CACHE_CONTROL, PRIVATE);
    end(304);
  }

  /// Begins a 200 answer with JSON of unknown length, on the event loop.
  void beginJson() {
    response().setStatusCode(200).putHeader(HttpHeaders.CACHE_CONTROL, PRIVATE);
    response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").setChunked(true);
    dated();
  }

  /// Answers with `status` and no body.
  public void end(int status) {
    response().setStatusCode(status);
    dated();
    response().end();
  }

  /// Adds `Date`, which RFC 9110 section 6.6.1 requires of a server with a clock.
  public void dated() {
    response().putHeader(DATE, serverContext.date().now());
  }
}
