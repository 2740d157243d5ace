package io.calotype.cli.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Uploads one large file so that it continues where it was: after a lost connection, after a
/// restart of the server, and after a restart of this program.
///
/// All missing bytes go in one request. If it breaks, the server is asked for its offset, which is
/// on stable storage there (docs/api.md), and the next request sends the rest. Failures in a row
/// without progress are limited; each new offset begins the count again.
///
/// The id of the upload is kept in [UnfinishedUploads] before the first byte is sent, and until the
/// server has stored or finally refused the file.
final class ResumableTransfer {
  /// Uploads that may be begun for one file in one run. A load balancer that sends each request to
  /// another node never completes one.
  private static final int MAX_BEGUN = 3;

  private static final RetryPolicy RETRY = RetryPolicy.RESUMING;

  private final TusCalls calls;
  private final FileBody body;
  private final String metadata;
  private final UnfinishedUploads.Entry unfinished;

  private long arrived;
  private int losses;
  private int refusals;

  /// @param metadata the header `Upload-Metadata`
  /// @param unfinished place for the id of the upload
  ResumableTransfer(
      TusCalls calls, FileBody body, String metadata, UnfinishedUploads.Entry unfinished) {
    this.calls = calls;
    this.body = body;
    this.metadata = metadata;
    this.unfinished = unfinished;
  }

  /// Uploads the file. Returns false if the server or a proxy does not take resumable uploads; then
  /// nothing is stored.
  ///
  /// Errors: [RefusedException], [UnreachableException].
  boolean run() {
    for (int begun = 0; begun < MAX_BEGUN; begun++) {
      Optional<String> known = unfinished.id();
      Optional<String> upload = known.or(this::begin);
      if (upload.isEmpty()) {
        return false;
      }
      TusAnswer end = transferred(upload.get(), known.isPresent());
      unfinished.forget();
      if (end instanceof TusAnswer.Stored) {
        return true;
      }
      body.rewind();
      if (end instanceof TusAnswer.Unsupported) {
        calls.remove(upload.get());
        return false;
      }
    }
    return false;
  }

  private Optional<String> begin() {
    Optional<String> upload = calls.create(body.bytes(), metadata);
    upload.ifPresent(unfinished::keep);
    return upload;
  }

  /// Sends the bytes of `upload`, until it is stored, gone or not supported.
  private TusAnswer transferred(String upload, boolean known) {
    arrived = 0;
    TusAnswer answer = known ? state(upload) : new TusAnswer.At(0);
    if (known && answer instanceof TusAnswer.At(long offset)) {
      body.know(offset);
    }
    while (true) {
      switch (answer) {
        case TusAnswer.At(long offset) -> answer = append(upload, offset);
        case TusAnswer.Later(ApiResponse response) -> {
          pause(response);
          answer = state(upload);
        }
        case TusAnswer.Lost(IOException cause) -> {
          pause(upload, cause);
          answer = state(upload);
        }
        case TusAnswer.Refused refused -> throw ended(refused);
        case TusAnswer.Stored _, TusAnswer.Gone _, TusAnswer.Unsupported _ -> {
          return answer;
        }
      }
    }
  }

  private TusAnswer state(String upload) {
    return ask(() -> calls.state(upload));
  }

  private TusAnswer append(String upload, long offset) {
    if (offset > arrived) {
      arrived = offset;
      losses = 0;
      refusals = 0;
    }
    body.seek(offset);
    TusAnswer answer = ask(() -> calls.append(upload, body, offset));
    return answer instanceof TusAnswer.At(long now) && now <= offset
        ? new TusAnswer.Lost(new IOException("the server has taken no byte"))
        : answer;
  }

  /// A request about the upload.
  @FunctionalInterface
  private interface Request {
    ApiResponse send() throws IOException;
  }

  private TusAnswer ask(Request request) {
    try {
      return TusAnswer.of(request.send(), body.bytes());
    } catch (IOException lost) {
      return new TusAnswer.Lost(lost);
    }
  }

  private void pause(ApiResponse response) {
    Duration pause =
        RETRY
            .untilAsked(response, ++refusals, Instant.now())
            .orElseThrow(() -> RefusedException.of(response));
    HttpCalls.sleep(pause);
  }

  private void pause(String upload, IOException cause) {
    Optional<Duration> pause = RETRY.afterLoss(++losses);
    if (body.unreadable()) {
      unfinished.forget();
      calls.remove(upload);
    }
    if (body.unreadable() || pause.isEmpty()) {
      throw new UnreachableException(calls.url(), cause);
    }
    HttpCalls.sleep(pause.get());
  }

  /// A later run continues after a refusal that is not the last one.
  private RefusedException ended(TusAnswer.Refused refused) {
    if (refused.last()) {
      unfinished.forget();
    }
    return RefusedException.of(refused.response());
  }
}
