package io.calotype.http.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.api.MediaJson;
import io.calotype.http.exchange.BodyInput;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.Links;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonValue;
import io.calotype.media.MediaId;
import io.calotype.originals.StagedFile;
import io.calotype.store.Uploaded;
import io.calotype.upload.Provenance;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.resumable.ResumableId;
import io.calotype.upload.resumable.ResumableUploads;
import io.calotype.upload.resumable.UploadChecksum;
import io.calotype.upload.resumable.UploadHead;
import io.calotype.upload.resumable.UploadLocks;
import io.calotype.upload.resumable.UploadOutcome;
import io.calotype.upload.resumable.UploadState;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Resumable uploads, by the protocol tus 1.0.0 (tus.io/protocols/resumable-upload).
///
/// The request that brings the last byte completes the upload: it is stored like any other before
/// the answer. A request for the state of an upload that has all bytes and no outcome completes it
/// too, because clients take such an offset for success.
public final class ResumableHandler {
  private final ResumableUploads uploads;
  private final UploadTerms terms;
  private final StoredUploads stored;
  private final Links links;

  public ResumableHandler(
      ResumableUploads uploads, UploadTerms terms, StoredUploads stored, Links links) {
    this.uploads = uploads;
    this.terms = terms;
    this.stored = stored;
    this.links = links;
  }

  /// The bytes of a request for an upload.
  ///
  /// @param input its body
  /// @param checksum of the body; null if it has none
  /// @param interrupted whether another request has taken over
  private record Bytes(
      BodyInput input, @Nullable UploadChecksum checksum, AtomicBoolean interrupted)
      implements AutoCloseable {
    static Bytes of(HttpExchange exchange) {
      UploadChecksum checksum = TusHeaders.checksum(exchange);
      BodyInput input = exchange.body();
      UploadHandler.continueIfAsked(exchange.request());
      return new Bytes(input, checksum, new AtomicBoolean());
    }

    void interrupt() {
      interrupted.set(true);
      input.interrupt();
    }

    @Override
    public void close() {
      input.close();
    }
  }

  /// Answers a request for the collection: `OPTIONS` or `POST`.
  public void answerAll(HttpExchange exchange) {
    if (exchange.request().method().equals(HttpMethod.POST)) {
      begin(exchange);
    } else {
      protocol(exchange);
    }
  }

  /// Describes the protocol.
  private void protocol(HttpExchange exchange) {
    TusHeaders.describe(exchange.response(), uploads.maxBytes());
    exchange.end(204);
  }

  /// Creates an upload. Its first bytes may be in the body.
  private void begin(HttpExchange exchange) {
    TusHeaders.requireVersion(exchange);
    UploadTerms.admit(
        exchange,
        () -> {
          UploadHead.Role role = TusHeaders.role(exchange);
          Long length =
              role instanceof UploadHead.Role.Whole ? null : TusHeaders.newLength(exchange);
          String metadata = TusHeaders.metadata(exchange);
          UploadHead head =
              uploads.head(
                  UploadTerms.uploader(exchange),
                  role,
                  UploadTerms.granted(exchange, UploadMetadata.options(metadata)),
                  metadata);
          exchange.budget().pay();
          if (role instanceof UploadHead.Role.Whole(List<ResumableId> parts)) {
            exchange.offload(() -> concatenate(exchange, head, parts));
          } else if (TusHeaders.sendsBytes(exchange)) {
            Bytes bytes = Bytes.of(exchange);
            exchange.offload(() -> beginWith(exchange, head, length, bytes));
          } else {
            exchange.offload(() -> {
              terms.requireUnused(exchange);
              UploadState created = uploads.create(head, length);
              locate(exchange, created.id());
              answer(exchange, 201, created);
            });
          }
        });
  }

  /// The answer has the URL of the upload also if its bytes were refused, so that the client can
  /// ask again.
  private void beginWith(
      HttpExchange exchange, UploadHead head, @Nullable Long length, Bytes bytes) {
    try (bytes) {
      terms.requireUnused(exchange);
      UploadState created = uploads.create(head, length);
      try (UploadLocks.Held _ = uploads.locks().receive(created.id(), bytes::interrupt)) {
        locate(exchange, created.id());
        answer(exchange, 201, settled(exchange, firstReceived(created, bytes)));
      }
    }
  }

  /// Removes an upload whose creation was cut: its client has no URL of it.
  private UploadState firstReceived(UploadState created, Bytes bytes) {
    try {
      return uploads.receive(created, bytes.input(), bytes.checksum());
    } catch (IOException cut) {
      uploads.remove(created);
      throw QueryParameters.bad("the body is incomplete; the upload was not created");
    }
  }

  private void concatenate(HttpExchange exchange, UploadHead head, List<ResumableId> parts) {
    ResumableId id = uploads.whole(parts);
    try (UploadLocks.Held _ = uploads.locks().take(id)) {
      UploadState whole = uploads.concatenation(id, head, parts);
      locate(exchange, id);
      answer(exchange, 201, settled(exchange, whole));
    }
  }

  /// Answers `HEAD` and `GET` with the state of an upload.
  private void state(HttpExchange exchange) {
    if (exchange.head()) {
      TusHeaders.requireVersion(exchange);
    }
    UploadTerms.admit(exchange, () -> exchange.offload(() -> sendState(exchange)));
  }

  private void sendState(HttpExchange exchange) {
    UploadState state = current(exchange);
    exchange.onLoop(() -> {
      exchange.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      writeHeaders(exchange, state);
      exchange.end("application/json", json(state));
    });
  }

  /// The state after a request that still receives bytes was interrupted.
  private UploadState current(HttpExchange exchange) {
    UploadState seen = find(exchange);
    if (seen.settled()) {
      return settled(exchange, seen);
    }
    try (UploadLocks.Held _ = uploads.locks().take(seen.id())) {
      return settled(exchange, find(exchange));
    }
  }

  private static byte[] json(UploadState state) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("offset", state.offset());
    if (state.length() != null) {
      members.put("length", state.length());
    }
    members.put("expiresAt", MediaJson.time(state.head().expires()));
    if (state.outcome() instanceof UploadOutcome.Stored(MediaId media)) {
      members.put("media", media.value());
    }
    return JsonValue.object(members).toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Receives bytes behind those that have arrived.
  private void receive(HttpExchange exchange) {
    TusHeaders.requireVersion(exchange);
    UploadTerms.admit(
        exchange,
        () -> {
          if (!TusHeaders.sendsBytes(exchange)) {
            throw new MediaException(new Failure.UploadBytesExpected());
          }
          long offset = TusHeaders.offset(exchange);
          Long length = TusHeaders.length(exchange);
          Bytes bytes = Bytes.of(exchange);
          exchange.offload(() -> continued(exchange, offset, length, bytes));
        });
  }

  private void continued(HttpExchange exchange, long offset, @Nullable Long length, Bytes bytes) {
    try (bytes) {
      ResumableId id = find(exchange).id();
      try (UploadLocks.Held _ = uploads.locks().receive(id, bytes::interrupt)) {
        UploadState state = find(exchange);
        if (state.outcome() == null) {
          state = received(at(state, offset, length), bytes);
        }
        answer(exchange, 204, settled(exchange, state));
      }
    }
  }

  /// Checks that bytes for `offset` may follow, and sets the length if the request names it.
  private UploadState at(UploadState state, long offset, @Nullable Long length) {
    if (state.head().role() instanceof UploadHead.Role.Whole) {
      throw new MediaException(new Failure.ConcatenatedUpload());
    }
    if (offset != state.offset()) {
      throw new MediaException(new Failure.OffsetMismatch(state.offset()));
    }
    return length == null ? state : uploads.named(state, length);
  }

  private UploadState received(UploadState state, Bytes bytes) {
    try {
      return uploads.receive(state, bytes.input(), bytes.checksum());
    } catch (IOException cut) {
      throw bytes.interrupted().get()
          ? new MediaException(new Failure.UploadLocked(UploadLocks.RETRY_AFTER))
          : QueryParameters.bad("the body is incomplete; the bytes that have arrived are kept");
    }
  }

  /// Completes an upload that has all bytes, and throws the failure of one that was refused.
  private UploadState settled(HttpExchange exchange, UploadState state) {
    if (state.outcome() instanceof UploadOutcome.Refused(Failure failure)) {
      throw new MediaException(failure);
    }
    return state.complete() && !state.settled() ? completed(exchange, state) : state;
  }

  private UploadState completed(HttpExchange exchange, UploadState state) {
    UploadOptions requested = state.head().upload();
    try {
      StagedFile staged = uploads.stage(state);
      Uploaded uploaded =
          stored.store(exchange, staged, requested, Provenance.of(state.head().uploader().owner()));
      stored.requireSame(uploaded, requested);
      return uploads.stored(state, uploaded.media().id());
    } catch (MediaException refused) {
      uploads.refused(state, refused.failure());
      throw refused;
    }
  }

  /// Removes an upload. A media that it has become stays.
  private void remove(HttpExchange exchange) {
    TusHeaders.requireVersion(exchange);
    UploadTerms.admit(exchange, () -> exchange.offload(() -> removed(exchange)));
  }

  private void removed(HttpExchange exchange) {
    ResumableId id = find(exchange).id();
    try (UploadLocks.Held _ = uploads.locks().take(id)) {
      uploads.remove(find(exchange));
      exchange.onLoop(() -> exchange.end(204));
    }
  }

  /// Answers a request for an upload. `POST` stands for the method in `X-HTTP-Method-Override`, for
  /// clients that cannot send it.
  public void answerOne(HttpExchange exchange) {
    String method = exchange.request().method().name();
    switch (method.equals("POST") ? exchange.header("x-http-method-override") : method) {
      case "GET", "HEAD" -> state(exchange);
      case "PATCH" -> receive(exchange);
      case "DELETE" -> remove(exchange);
      case null, default ->
          throw QueryParameters.bad("X-HTTP-Method-Override is neither PATCH nor DELETE");
    }
  }

  /// The upload in the URL.
  ///
  /// Errors: those of [ResumableUploads#find].
  private UploadState find(HttpExchange exchange) {
    ResumableId id =
        ResumableId.parse(exchange.target().parameter("{upload}"))
            .orElseThrow(() -> new MediaException(new Failure.NoSuchUpload()));
    return uploads.find(id, UploadTerms.uploader(exchange));
  }

  private void locate(HttpExchange exchange, ResumableId id) {
    String url = UploadTerms.link(exchange, links.upload(id.text()));
    exchange.onLoop(() -> exchange.response().putHeader(HttpHeaders.LOCATION, url));
  }

  private void answer(HttpExchange exchange, int status, UploadState state) {
    exchange.onLoop(() -> {
      writeHeaders(exchange, state);
      exchange.end(status);
    });
  }

  private void writeHeaders(HttpExchange exchange, UploadState state) {
    TusHeaders.write(exchange.response(), state);
    if (state.outcome() instanceof UploadOutcome.Stored(MediaId media)) {
      exchange.response().putHeader("media-location", links.self(media));
    }
  }
}
