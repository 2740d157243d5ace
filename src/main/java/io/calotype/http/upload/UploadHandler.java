package io.calotype.http.upload;

import io.calotype.access.Action;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.api.RecordConditions;
import io.calotype.http.exchange.BodyInput;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.RequestHead;
import io.calotype.http.problem.Problems;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.semantics.ContentCodings;
import io.calotype.http.semantics.ContentDisposition;
import io.calotype.http.semantics.ContentType;
import io.calotype.http.semantics.RequestConditions;
import io.calotype.media.MediaId;
import io.calotype.media.Owner;
import io.calotype.originals.StagedFile;
import io.calotype.originals.Staging;
import io.calotype.store.Uploaded;
import io.calotype.upload.Incoming;
import io.calotype.upload.Provenance;
import io.calotype.upload.UploadBound;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.body.JsonUpload;
import io.calotype.upload.body.MultipartUpload;
import io.calotype.upload.filetype.Sniffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Receives uploads in their three forms: multipart, JSON with base64, and the raw body.
///
/// Each form produces a staged file and options, which are then processed alike.
public final class UploadHandler {
  /// The largest overhead of an envelope over its file: fields, boundaries, JSON.
  private static final long MAX_ENVELOPE = 1 << 20;

  private static final CharSequence DISPOSITION =
      HttpHeaders.createOptimized("content-disposition");

  private static final String MULTIPART = "multipart/form-data";
  private static final String JSON = "application/json";
  private static final String NOT_CODED =
      "the body is not coded as its Content-Encoding says, or is incomplete";

  private final StoredUploads uploads;
  private final UploadTerms terms;
  private final Staging staging;
  private final RecordConditions conditions;

  public UploadHandler(
      StoredUploads uploads, UploadTerms terms, Staging staging, RecordConditions conditions) {
    this.uploads = uploads;
    this.terms = terms;
    this.staging = staging;
    this.conditions = conditions;
  }

  /// Answers `POST /api/media`, and `PUT /api/media/{id}` if `id` is not null.
  public void upload(HttpExchange exchange, @Nullable MediaId id) {
    exchange.identified(() -> admit(exchange, id));
  }

  private void admit(HttpExchange exchange, @Nullable MediaId id) {
    exchange.require();
    UploadOptions.Builder options = terms.optionsOfUrl(exchange, id);
    if (id == null || exchange.conditions().equals(RequestConditions.NONE)) {
      receive(exchange, options);
      return;
    }
    exchange.hold();
    exchange.offload(() -> {
      boolean failed = conditions.putFailed(exchange, id);
      exchange.onLoop(() -> {
        if (failed) {
          exchange.problem(Problems.preconditionFailed());
        } else {
          receive(exchange, options);
          exchange.release();
        }
      });
    });
  }

  private void receive(HttpExchange exchange, UploadOptions.Builder options) {
    exchange.budget().pay();
    HttpServerRequest request = exchange.request();
    String type = exchange.contentType();
    ContentCodings codings = exchange.codings();
    UploadBound bound = terms.bound(exchange);
    long announced = announced(request, type, bound);
    Incoming.Slot slot = exchange.budget().beginUpload(announced);
    try {
      options.suggest(ContentDisposition.fileName(request.getHeader(DISPOSITION)));
      String declared = Objects.requireNonNullElse(exchange.header(HttpHeaders.CONTENT_TYPE), "");
      BodyInput body = exchange.body();
      continueIfAsked(request);
      exchange.offload(() -> {
        try (slot) {
          StagedFile staged = staged(new Arriving(body, codings, slot), bound, declared, options);
          slot.arrived();
          answer(exchange, staged, options);
        }
      });
    } catch (RuntimeException refused) {
      slot.close();
      throw refused;
    }
  }

  /// A request body in transfer.
  ///
  /// @param slot counts its bytes, decoded
  private record Arriving(BodyInput body, ContentCodings codings, Incoming.Slot slot)
      implements AutoCloseable {
    InputStream decoded(long maxBytes, Failure tooLarge) throws IOException {
      return slot.counted(codings.decode(body, maxBytes, tooLarge));
    }

    @Override
    public void close() {
      body.close();
    }
  }

  private StagedFile staged(
      Arriving arriving, UploadBound bound, String contentType, UploadOptions.Builder options) {
    String type = ContentType.mediaType(contentType);
    Failure tooLarge = bound.tooLarge(bound.longest());
    try (arriving;
        InputStream decoded = arriving.decoded(limit(type, bound), tooLarge);
        Staging.Writer file = staging.writer(bound)) {
      boolean named = true;
      switch (type) {
        case MULTIPART -> named = MultipartUpload.read(decoded, contentType, file, options);
        case JSON -> JsonUpload.read(decoded, file, options);
        default -> decoded.transferTo(file);
      }
      return named ? file.finish() : recognized(file.finish());
    } catch (IOException broken) {
      throw broken(broken);
    }
  }

  /// Accepts a part `file` without a file name if its bytes are of a known type. Otherwise the part
  /// is an ordinary text field.
  private static StagedFile recognized(StagedFile staged) {
    if (Sniffer.sniff(staged.head()).isEmpty()) {
      staged.close();
      throw QueryParameters.bad("the part file has no file name, and is no picture or video");
    }
    return staged;
  }

  private void answer(HttpExchange exchange, StagedFile staged, UploadOptions.Builder options) {
    UploadOptions requested = build(exchange, staged, options);
    Provenance provenance = provenance(exchange, staged, options);
    Uploaded uploaded = uploads.store(exchange, staged, requested, provenance);
    if (!uploaded.created() && exchange.conditions().ifNoneMatch() != null) {
      exchange.onLoop(() -> exchange.problem(Problems.preconditionFailed())); // lost the race
      return;
    }
    uploads.requireSame(uploaded, requested);
    uploads.answer(exchange, uploaded.media(), uploaded.created());
  }

  /// The provenance of the upload. Only an admin may store a media for another owner.
  private static Provenance provenance(
      HttpExchange exchange, StagedFile staged, UploadOptions.Builder options) {
    Provenance given = options.provenance();
    Owner caller = exchange.caller().owner();
    try {
      if (given.owner() != null && !given.owner().equals(caller)) {
        exchange.require(Action.ADMINISTER);
      }
      return given.ownedBy(caller);
    } catch (RuntimeException refused) {
      staged.close();
      throw refused;
    }
  }

  private static UploadOptions build(
      HttpExchange exchange, StagedFile staged, UploadOptions.Builder options) {
    try {
      return UploadTerms.granted(exchange, options).build();
    } catch (RuntimeException refused) {
      staged.close();
      throw refused;
    }
  }

  private static long limit(String type, UploadBound bound) {
    return switch (type) {
      case MULTIPART -> bound.longest() + MAX_ENVELOPE;
      case JSON -> 2 * bound.longest() + MAX_ENVELOPE; // base64, with escapes and line breaks
      default -> bound.longest();
    };
  }

  /// The announced length of the body; 0 if there is none.
  private static long announced(HttpServerRequest request, String type, UploadBound bound) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return 0;
    }
    BigInteger announced = new BigInteger(length);
    if (announced.compareTo(BigInteger.valueOf(limit(type, bound))) > 0) {
      throw new MediaException(bound.tooLarge(bound.longest()));
    }
    return announced.longValueExact();
  }

  /// Sends `100 Continue` if the client waits for it.
  static void continueIfAsked(HttpServerRequest request) {
    if (RequestHead.waits(request)) {
      request.response().writeContinue();
    }
  }

  private static MediaException broken(IOException e) {
    return switch (e) {
      case BodyInput.BrokenException broken -> QueryParameters.bad(broken.why());
      case ZipException wrong -> QueryParameters.bad(NOT_CODED);
      case EOFException early -> QueryParameters.bad(NOT_CODED);
      default -> rethrown(e);
    };
  }

  private static MediaException rethrown(IOException e) {
    throw new UncheckedIOException(e);
  }
}
