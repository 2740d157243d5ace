package io.calotype.http.problem;

import io.calotype.failure.Failure;
import io.calotype.failure.StoreFault;
import io.calotype.http.semantics.ContentCodings;
import io.calotype.http.semantics.RangeDecision;
import io.calotype.json.JsonOutput;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Translates failures to statuses and texts, with [UploadProblems]. No other class does.
public final class Problems {
  /// The challenge for missing or invalid credentials (RFC 6750 section 3).
  private static final String CHALLENGE = "Bearer realm=\"calotype\"";

  private Problems() {}

  /// The problem that `failure` causes.
  public static ProblemDocument of(Failure failure) {
    return switch (failure) {
      case Failure.BadRequest(String detail) ->
          ProblemDocument.of(Problem.BAD_REQUEST, sentence(detail));
      case Failure.NoSuchPath() ->
          ProblemDocument.of(Problem.NOT_FOUND, "There is nothing at this path.");
      case Failure.NoSuchPreset(String presets) ->
          ProblemDocument.of(
              Problem.NOT_FOUND, "There is no such preset: there are " + presets + ".");
      case Failure.NotFound(MediaId id) ->
          about(Problem.NOT_FOUND, "There is no media with this id.", id);
      case Failure.Gone(MediaId id) -> about(Problem.GONE, "This media has expired.", id);
      case Failure.Unauthorized(boolean rejected) -> unauthorized(rejected);
      case Failure.Forbidden() -> ProblemDocument.of(Problem.FORBIDDEN, "You may not do this.");
      case Failure.TicketRefused(String detail) ->
          ProblemDocument.of(Problem.TICKET_REFUSED, sentence(detail));
      case Failure.NoSigningKey() ->
          ProblemDocument.of(
              Problem.FORBIDDEN,
              "This server has no key to sign with: its operator sets CALOTYPE_SIGNING_KEYS to a long"
                  + " secret.");
      case Failure.NotLocal(Failure.NotLocal.Reason reason) ->
          ProblemDocument.of(Problem.FORBIDDEN, notLocal(reason));
      case Failure.MediaExists(MediaId id) ->
          about(Problem.MEDIA_EXISTS, "Other bytes are stored under this id.", id);
      case Failure.MediaDiffers(MediaId id, List<String> members) ->
          about(
                  Problem.MEDIA_DIFFERS,
                  "The same bytes are stored under this id with another "
                      + String.join(", ", members)
                      + ".",
                  id)
              .with("members", members);
      case Failure.DirectUpload refused -> UploadProblems.of(refused);
      case Failure.Resumption refused -> UploadProblems.of(refused);
      case Failure.Unacceptable unacceptable -> of(unacceptable);
      case Failure.Busy busy -> of(busy);
      case Failure.StorageFull() ->
          ProblemDocument.of(Problem.STORAGE_FULL, "The disk is full. Nothing was stored.");
      case Failure.Broken broken -> of(broken);
    };
  }

  private static ProblemDocument of(Failure.Busy failure) {
    return switch (failure) {
      case Failure.Overloaded(Duration retryAfter) ->
          later(Problem.OVERLOADED, "Too much is being made already.", retryAfter);
      case Failure.Unavailable(Duration retryAfter) ->
          later(
              Problem.OVERLOADED,
              "A service that this request needs is not available.",
              retryAfter);
      case Failure.RateLimited(int perMinute, Duration retryAfter) ->
          limited(
              "You may ask for " + perMinute + " uploads and new renditions a minute.",
              perMinute,
              retryAfter);
      case Failure.TooManyUploads(int limit, Duration retryAfter) ->
          limited(
              "You have " + limit + " uploads under way; wait until one has arrived.",
              limit,
              retryAfter);
      case Failure.TicketBusy(Duration retryAfter) ->
          later(
              Problem.RATE_LIMITED,
              "Uploads in progress hold all uses of the ticket, and may release one.",
              retryAfter);
      case Failure.TooManyStreams(int limit, Duration retryAfter) ->
          limited("You read events over " + limit + " connections already.", limit, retryAfter);
      case Failure.TooMuchIncoming(long maxBytes, Duration retryAfter) ->
          limited(
              "Your uploads that are under way may have " + maxBytes + " bytes together.",
              maxBytes,
              retryAfter);
      case Failure.IncomingFull(Duration retryAfter) ->
          later(
              Problem.OVERLOADED,
              "All uploads that are under way take too many bytes together.",
              retryAfter);
    };
  }

  private static ProblemDocument limited(String detail, long limit, Duration retryAfter) {
    return later(Problem.RATE_LIMITED, detail, retryAfter).with("limit", limit);
  }

  private static ProblemDocument of(Failure.Broken failure) {
    return switch (failure) {
      case Failure.OriginalLost(MediaId id) ->
          about(Problem.ORIGINAL_LOST, "The original of this media is not in the store.", id);
      case Failure.OriginalDamaged(MediaId id) ->
          about(
              Problem.ORIGINAL_DAMAGED,
              "The stored bytes of the original do not match their digest.",
              id);
      case Failure.RecordDamaged(MediaId id) ->
          about(Problem.RECORD_DAMAGED, "The record of this media cannot be read.", id);
      case Failure.StoreUnavailable(StoreFault fault) ->
          later(Problem.OVERLOADED, detail(fault), fault.retryAfter())
              .with("reason", JsonOutput.word(fault).replace('_', '-'));
    };
  }

  private static String detail(StoreFault fault) {
    return switch (fault) {
      case NO_DESCRIPTORS -> "The server has no file descriptor left.";
      case LOCKED -> "Another process holds a lock on the records.";
      case NO_ANSWER -> "A store of the server does not answer.";
      case MISSING -> "A folder or a bucket of the server is missing.";
      case REFUSED -> "A store of the server refuses the operation.";
      case IO_ERROR -> "A store of the server reports an error.";
    };
  }

  private static ProblemDocument of(Failure.Unacceptable failure) {
    return switch (failure) {
      case Failure.TooLarge(long limit) ->
          ProblemDocument.of(Problem.TOO_LARGE, "The file is longer than " + limit + " bytes.")
              .with("limit", limit);
      case Failure.UnsupportedMedia() ->
          ProblemDocument.of(
              Problem.UNSUPPORTED_MEDIA,
              "The bytes are of no type that this server takes: pictures such as JPEG, PNG, WebP,"
                  + " GIF, AVIF, HEIC, TIFF, BMP, ICO, SVG; videos in MP4, MOV, 3GP, WebM, MKV,"
                  + " AVI.");
      case Failure.JsonExpected() ->
          ProblemDocument.of(
              Problem.UNSUPPORTED_MEDIA,
              "This call takes JSON only: send it with Content-Type: application/json.");
      case Failure.CameraRaw() ->
          ProblemDocument.of(
              Problem.UNSUPPORTED_MEDIA,
              "The file is a camera raw file, which this server does not develop. Send the JPEG or"
                  + " HEIC of the camera, or one that was developed from the raw file.");
      case Failure.UnknownContentCoding() ->
          ProblemDocument.of(
                  Problem.UNSUPPORTED_MEDIA,
                  "The body has a Content-Encoding that this server does not decode, or more than "
                      + ContentCodings.MAX
                      + " of them: it decodes "
                      + ContentCodings.ACCEPTED
                      + ".")
              .withHeader("Accept-Encoding", ContentCodings.ACCEPTED);
      case Failure.AudioOnly() ->
          ProblemDocument.of(Problem.UNSUPPORTED_MEDIA, "The file has sound and no picture.");
      case Failure.NotInstalled(MediaType type) ->
          ProblemDocument.of(Problem.UNSUPPORTED_MEDIA, notInstalled(type))
              .with("mediaType", type.contentType());
      case Failure.SizeNotAllowed refused -> sizeNotAllowed(refused);
      case Failure.Undecodable() ->
          ProblemDocument.of(Problem.UNDECODABLE, "The file cannot be decoded.");
      case Failure.StillUndecodable(Duration retryAfter) ->
          later(Problem.UNDECODABLE, "The file could not be decoded a moment ago.", retryAfter);
      case Failure.TooManyPixels(Dimensions size, long limit) -> tooManyPixels(size, limit);
    };
  }

  /// The problem for an unexpected exception, which the log names by `incident`.
  public static ProblemDocument internal(String incident) {
    return ProblemDocument.of(Problem.INTERNAL, "Something is wrong with the server.")
        .with("incident", incident);
  }

  /// The problem for an id that is absent, or hidden from the caller.
  public static ProblemDocument absentOrHidden(MediaId id) {
    return about(
        Problem.NOT_FOUND,
        "There is no media with this id, or none that you may see: credentials may be missing.",
        id);
  }

  /// The problem for a method other than those in `allow`.
  public static ProblemDocument methodNotAllowed(String allow) {
    return ProblemDocument.of(Problem.METHOD_NOT_ALLOWED, "This URL takes " + allow + ".")
        .withHeader("Allow", allow);
  }

  /// The problem for a failed precondition (RFC 9110 section 13.1).
  public static ProblemDocument preconditionFailed() {
    return ProblemDocument.of(
        Problem.PRECONDITION_FAILED, "The media is not in the state asked for.");
  }

  /// The problem for a range beyond the `length` of the representation.
  public static ProblemDocument rangeNotSatisfiable(long length) {
    return ProblemDocument.of(Problem.RANGE_NOT_SATISFIABLE, "There are " + length + " bytes.")
        .with("length", length)
        .withHeader("Content-Range", RangeDecision.Unsatisfiable.contentRange(length));
  }

  /// The problem for a URL beyond the limit.
  public static ProblemDocument uriTooLong() {
    return ProblemDocument.of(Problem.URI_TOO_LONG, "The URL is too long.");
  }

  /// The problem for headers beyond the limit.
  public static ProblemDocument headersTooLarge() {
    return ProblemDocument.of(Problem.HEADERS_TOO_LARGE, "The headers are too large.");
  }

  /// The problem for bytes that are no HTTP request.
  public static ProblemDocument malformedRequest() {
    return malformedRequest("The request is not valid HTTP.");
  }

  /// The problem for a malformed request; `detail` is a sentence.
  public static ProblemDocument malformedRequest(String detail) {
    return ProblemDocument.of(Problem.BAD_REQUEST, detail);
  }

  /// The problem for a `PUT` with `Content-Range`.
  public static ProblemDocument partialPut() {
    return ProblemDocument.of(
        Problem.BAD_REQUEST, "A PUT with Content-Range is not taken: send the whole file.");
  }

  /// The problem for a transfer coding other than `chunked`.
  public static ProblemDocument unknownCoding() {
    return ProblemDocument.of(
        Problem.NOT_IMPLEMENTED, "Of the transfer codings this server reads chunked alone.");
  }

  /// The problem for an unknown method.
  public static ProblemDocument unknownMethod() {
    return ProblemDocument.of(Problem.NOT_IMPLEMENTED, "This server does not know the method.");
  }

  /// The problem for an HTTP version other than 1.0 and 1.1.
  public static ProblemDocument unknownVersion() {
    return ProblemDocument.of(
        Problem.VERSION_NOT_SUPPORTED, "This server supports HTTP/1.1 and HTTP/1.0.");
  }

  /// The problem for an expectation other than `100-continue`.
  public static ProblemDocument unknownExpectation() {
    return ProblemDocument.of(
        Problem.EXPECTATION_FAILED, "Of the expectations this server knows 100-continue alone.");
  }

  private static String notLocal(Failure.NotLocal.Reason reason) {
    return "This server has no keys and answers this machine only. "
        + switch (reason) {
          case HOST ->
              "The request's Host is neither a loopback name, such as localhost or 127.0.0.1, nor that"
                  + " of CALOTYPE_PUBLIC_URL. Ask for localhost, or ";
          case PROXY ->
              "The request has passed a proxy (Forwarded, X-Forwarded-*, X-Real-IP or Via): all"
                  + " clients of the proxy could upload and delete. ";
          case PAGE ->
              "The request was sent by a web page of another origin. Name that origin in"
                  + " CALOTYPE_CORS_ORIGINS, or ";
        }
        + (reason == Failure.NotLocal.Reason.PROXY ? "Configure" : "configure")
        + " keys in CALOTYPE_API_KEYS: ./calotype keys new --role admin --name me.";
  }

  private static String notInstalled(MediaType type) {
    return switch (type.decoder()) {
      case FFMPEG ->
          "Videos need ffmpeg, which this server has not found. Its operator adds it, on Debian"
              + " with: apt-get install ffmpeg.";
      case SYSTEM, BUILT_IN ->
          "Files of the type "
              + type.contentType()
              + " need the system's libvips, which this server"
              + " has not found. Its operator adds it, on Debian with: apt-get install libvips42.";
    };
  }

  private static ProblemDocument about(Problem problem, String detail, MediaId id) {
    return ProblemDocument.of(problem, detail).with("id", id);
  }

  private static ProblemDocument sizeNotAllowed(Failure.SizeNotAllowed refused) {
    String nearest =
        refused.nearest().entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining("&"));
    return ProblemDocument.of(
            Problem.SIZE_NOT_ALLOWED,
            "The option "
                + refused.option()
                + " is off the sizes that every URL may ask for; the nearest is "
                + nearest
                + ". A signed URL may ask for others, up to 16383 pixels a side.")
        .with("option", refused.option())
        .with("steps", refused.steps())
        .with("ratios", refused.ratios())
        .with("nearest", refused.nearest());
  }

  private static ProblemDocument tooManyPixels(Dimensions size, long limit) {
    return ProblemDocument.of(
            Problem.TOO_MANY_PIXELS,
            "The picture has " + size + " pixels; the limit is " + limit + ".")
        .with("width", size.width())
        .with("height", size.height())
        .with("limit", limit);
  }

  private static ProblemDocument unauthorized(boolean rejected) {
    return rejected
        ? ProblemDocument.of(
                Problem.UNAUTHORIZED, "These credentials are not valid, or not any more.")
            .withHeader("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"")
        : ProblemDocument.of(
                Problem.UNAUTHORIZED, "This needs an API key, a token or a signed URL.")
            .withHeader("WWW-Authenticate", CHALLENGE);
  }

  static ProblemDocument later(Problem problem, String detail, Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return ProblemDocument.of(problem, detail)
        .with("retryAfter", seconds)
        .withHeader("Retry-After", Long.toString(seconds));
  }

  private static String sentence(String detail) {
    return Character.toUpperCase(detail.charAt(0)) + detail.substring(1) + ".";
  }
}
