package io.calotype.http.upload;

import io.calotype.access.Gate;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.api.MediaJson;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.legacy.ImportingUploads;
import io.calotype.media.Media;
import io.calotype.originals.StagedFile;
import io.calotype.store.Uploaded;
import io.calotype.upload.Provenance;
import io.calotype.upload.UploadOptions;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.List;

/// Stores staged files, and answers with their records.
public final class StoredUploads {
  private final ImportingUploads uploads;
  private final UploadTerms terms;
  private final MediaJson json;
  private final Clock clock;

  public StoredUploads(ImportingUploads uploads, UploadTerms terms, MediaJson json, Clock clock) {
    this.uploads = uploads;
    this.terms = terms;
    this.json = json;
    this.clock = clock;
  }

  /// Stores `staged`, and takes ownership of it in every case.
  ///
  /// Errors: those of [ImportingUploads#store] and [UploadTerms#store]; `MediaExists` for a media
  /// of the same bytes that the caller may not see.
  Uploaded store(
      HttpExchange exchange, StagedFile staged, UploadOptions requested, Provenance provenance) {
    return visible(
        exchange,
        terms.store(
            exchange,
            staged,
            requested,
            options -> visible(exchange, uploads.store(staged, options, provenance))));
  }

  /// Checks that the caller may see a media that already exists. Otherwise the caller learns only
  /// that the id is taken.
  static Uploaded visible(HttpExchange exchange, Uploaded uploaded) {
    Media media = uploaded.media();
    if (!uploaded.created() && !Gate.shows(exchange.caller(), media)) {
      throw new MediaException(new Failure.MediaExists(media.id()));
    }
    return uploaded;
  }

  /// Checks that the options match those of a media that already exists. The media keeps the
  /// options of its first upload. An upload of the same bytes with other options must not appear to
  /// succeed.
  void requireSame(Uploaded uploaded, UploadOptions requested) {
    Media media = uploaded.media();
    List<String> differing = requested.contradictedBy(media, clock.instant());
    if (!uploaded.created() && !differing.isEmpty()) {
      throw new MediaException(new Failure.MediaDiffers(media.id(), differing));
    }
  }

  /// Answers with the record of `media`: 201 if the upload has created it, otherwise 200.
  void answer(HttpExchange exchange, Media media, boolean created) {
    byte[] body = json.media(media);
    exchange.onLoop(() -> {
      if (created) {
        exchange.response().putHeader(HttpHeaders.LOCATION, json.self(media.id()));
      }
      exchange.jsonNow(created ? 201 : 200, body);
    });
  }
}
