package io.calotype.http.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The types of problems in answers. The slug is the name in lower case, with hyphens. The page of
/// each type is in `problems.yaml`, its example in `openapi.yaml`.
public enum Problem {
  BAD_REQUEST(400, "Bad request"),
  SIZE_NOT_ALLOWED(400, "Size not allowed"),
  UNAUTHORIZED(401, "Unauthorized"),
  FORBIDDEN(403, "Forbidden"),
  TICKET_REFUSED(403, "Ticket refused"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  MEDIA_EXISTS(409, "Media exists"),
  MEDIA_DIFFERS(409, "Media differs"),
  OFFSET_MISMATCH(409, "Offset mismatch"),
  UPLOAD_LOCKED(423, "Upload locked"),
  UPLOAD_INCOMPLETE(409, "Upload incomplete"),
  CHECKSUM_MISMATCH(460, "Checksum mismatch"),
  GONE(410, "Gone"),
  PRECONDITION_FAILED(412, "Precondition failed"),
  TOO_LARGE(413, "Too large"),
  URI_TOO_LONG(414, "URI too long"),
  UNSUPPORTED_MEDIA(415, "Unsupported media"),
  RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
  EXPECTATION_FAILED(417, "Expectation failed"),
  UNDECODABLE(422, "Undecodable"),
  TOO_MANY_PIXELS(422, "Too many pixels"),
  RATE_LIMITED(429, "Rate limited"),
  HEADERS_TOO_LARGE(431, "Headers too large"),
  ORIGINAL_LOST(500, "Original lost"),
  ORIGINAL_DAMAGED(500, "Original damaged"),
  RECORD_DAMAGED(500, "Record damaged"),
  INTERNAL(500, "Internal error"),
  NOT_IMPLEMENTED(501, "Not implemented"),
  VERSION_NOT_SUPPORTED(505, "HTTP version not supported"),
  OVERLOADED(503, "Overloaded"),
  STORAGE_FULL(507, "Storage full");

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /// The status code of the response.
  public int status() {
    return status;
  }

  /// A short summary of the type.
  public String title() {
    return title;
  }

  /// The last segment of the problem type's URL, for example `too-large`.
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Finds the type with that [#slug].
  public static Optional<Problem> find(String slug) {
    return Arrays.stream(values()).filter(problem -> problem.slug().equals(slug)).findFirst();
  }
}
