package io.calotype.http.upload;

import io.calotype.access.Action;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.api.MediaJson;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.exchange.Links;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonValue;
import io.calotype.media.Media;
import io.calotype.media.Sha256;
import io.calotype.originals.DirectUploadStore.Arrived;
import io.calotype.originals.DirectUploadStore.Expected;
import io.calotype.originals.DirectUploadStore.Request;
import io.calotype.originals.StagedFile;
import io.calotype.originals.UploadId;
import io.calotype.store.Uploaded;
import io.calotype.upload.Announcement;
import io.calotype.upload.DirectUploads;
import io.calotype.upload.Incoming;
import io.calotype.upload.Provenance;
import io.calotype.upload.UploadBound;
import io.calotype.upload.UploadOptions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Uploads whose bytes clients send to the store: announces them, and completes them.
public final class DirectUploadHandler {
  /// The options of an upload that are single texts.
  private static final List<String> OPTIONS = List.of("id", "group", "visibility", "filename");

  private static final String[] MEMBERS = {
    "bytes", "sha256", "type", "id", "group", "visibility", "filename", "ttl", "attributes"
  };

  private static final Pattern TYPE = Pattern.compile("[a-z]{1,32}/[a-z0-9][a-z0-9.+-]{0,63}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final DirectUploads uploads;
  private final UploadTerms terms;
  private final StoredUploads stored;
  private final MediaLookup lookup;
  private final Links links;

  public DirectUploadHandler(
      DirectUploads uploads,
      UploadTerms terms,
      StoredUploads stored,
      MediaLookup lookup,
      Links links) {
    this.uploads = uploads;
    this.terms = terms;
    this.stored = stored;
    this.lookup = lookup;
    this.links = links;
  }

  /// Announces an upload, and answers with the request by which the client sends the bytes.
  public void announce(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          body.only(MEMBERS);
          Expected expected = expected(body);
          Map<String, String> options = UploadTerms.granted(exchange, options(body));
          requireFitting(exchange, expected);
          exchange.budget().pay();
          terms.announce(exchange, expected);
          exchange.json(201, json(exchange, announced(exchange, expected, options)));
        });
  }

  private DirectUploads.Announced announced(
      HttpExchange exchange, Expected expected, Map<String, String> options) {
    try {
      return uploads.announce(expected, options, UploadTerms.uploader(exchange));
    } catch (RuntimeException failed) {
      terms.abandon(exchange, expected);
      throw failed;
    }
  }

  private void requireFitting(HttpExchange exchange, Expected expected) {
    UploadBound bound = terms.bound(exchange);
    if (expected.bytes() > bound.longest()) {
      throw new MediaException(bound.tooLarge(bound.longest()));
    }
  }

  private static Expected expected(JsonBody body) {
    long bytes = body.count("bytes");
    if (bytes == 0) {
      throw QueryParameters.bad("the member bytes is not the length of a file");
    }
    String type = body.text("type");
    if (type != null && !TYPE.matcher(type).matches()) {
      throw QueryParameters.bad("the member type is no media type, such as image/jpeg");
    }
    return new Expected(bytes, digest(body.text("sha256")), type);
  }

  private static @Nullable Sha256 digest(@Nullable String text) {
    String hex = text == null ? null : text.toLowerCase(Locale.ROOT);
    if (hex != null && !DIGEST.matcher(hex).matches()) {
      throw QueryParameters.bad("the member sha256 is not 64 hexadecimal digits");
    }
    return hex == null ? null : new Sha256(hex);
  }

  private static Map<String, String> options(JsonBody body) {
    Map<String, String> options = OptionMembers.read(body, OPTIONS);
    body.members("attributes").forEach((name, value) -> options.put("attr." + name, value));
    return options;
  }

  private byte[] json(HttpExchange exchange, DirectUploads.Announced announced) {
    Request request = announced.request();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("url", request.url());
    answer.put("method", request.method());
    answer.put("headers", JsonValue.object(new TreeMap<>(request.headers())));
    answer.put("expiresAt", MediaJson.time(request.expires()));
    answer.put("complete", UploadTerms.link(exchange, links.completion(announced.id())));
    return JsonValue.object(answer).toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Completes an upload whose bytes have arrived, and answers as an upload does. Repeated, it
  /// answers as the first time.
  public void complete(HttpExchange exchange) {
    UploadTerms.admit(exchange, () -> exchange.offload(() -> completed(exchange)));
  }

  private void completed(HttpExchange exchange) {
    UploadId id =
        UploadId.parse(exchange.target().parameter("{upload}"))
            .orElseThrow(DirectUploadHandler::absent);
    Announcement announced = announced(exchange, id);
    if (announced.result() == null) {
      completeOrRepeat(exchange, id, announced);
    } else {
      repeat(exchange, announced.result());
    }
  }

  private Announcement announced(HttpExchange exchange, UploadId id) {
    return uploads
        .find(id)
        .filter(upload -> own(exchange, upload))
        .orElseThrow(DirectUploadHandler::absent);
  }

  /// Another node may complete the same upload at the same time, and deletes its bytes then.
  private void completeOrRepeat(HttpExchange exchange, UploadId id, Announcement announced) {
    try {
      complete(exchange, id, announced);
    } catch (MediaException failed) {
      Announcement.Result elsewhere = announced(exchange, id).result();
      if (elsewhere == null) {
        if (failed.failure() instanceof Failure.Unacceptable) {
          terms.abandon(exchange, announced.expected());
        }
        throw failed;
      }
      repeat(exchange, elsewhere);
    }
  }

  private static MediaException absent() {
    return new MediaException(new Failure.NoSuchUpload());
  }

  private static boolean own(HttpExchange exchange, Announcement announced) {
    boolean admin = Gate.decide(exchange.caller(), Action.ADMINISTER) == Decision.ALLOWED;
    return announced.uploader().equals(UploadTerms.uploader(exchange))
        || (admin && announced.uploader().ticket() == null);
  }

  private void complete(HttpExchange exchange, UploadId id, Announcement announced) {
    UploadOptions requested = announced.upload();
    try (Arrived arrived = uploads.open(id, announced)) {
      exchange.budget().pay();
      try (Incoming.Slot slot = exchange.budget().beginUpload(arrived.length())) {
        StagedFile staged = uploads.stage(id, announced, arrived, slot);
        slot.arrived();
        Uploaded uploaded =
            stored.store(exchange, staged, requested, Provenance.of(announced.uploader().owner()));
        stored.requireSame(uploaded, requested);
        boolean created = uploads.complete(id, announced, uploaded);
        stored.answer(exchange, uploaded.media(), created);
      }
    }
  }

  /// Answers an upload that is complete. Its media may have been deleted since.
  private void repeat(HttpExchange exchange, Announcement.Result result) {
    Media media = lookup.requireUploaded(exchange, result.media());
    lookup.requireAlive(media);
    if (!result.is(media)) {
      throw new MediaException(new Failure.NotFound(result.media()));
    }
    stored.answer(exchange, media, result.created());
  }
}
