package io.calotype.http.exchange;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The types of problems in answers. The slug is the name in lower case, with hyphens.
public enum Problem {
  BAD_REQUEST(
      400,
      "Bad request",
      "Something in the request is not what the contract asks for. The detail names it."),
  SIZE_NOT_ALLOWED(
      400,
      "Size not allowed",
      "The server renders a fixed list of sizes, which bounds the space and the time that renditions take. The members steps and ratios list them."),
  UNAUTHORIZED(
      401, "Unauthorized", "The request has no credentials, or credentials that are not valid."),
  FORBIDDEN(403, "Forbidden", "These credentials may not do this."),
  NOT_FOUND(404, "Not found", "There is nothing here, or nothing that you may know of."),
  METHOD_NOT_ALLOWED(
      405,
      "Method not allowed",
      "This URL does not take this method. The header Allow names those that it takes."),
  MEDIA_EXISTS(
      409,
      "Media exists",
      "The id is taken by other bytes. An id never changes its bytes: delete it first, or choose another."),
  MEDIA_DIFFERS(
      409,
      "Media differs",
      "The same bytes are stored under this id, with other options. An upload changes no record. The members that differ are listed: leave them out, or delete the media first."),
  UPLOAD_INCOMPLETE(
      409,
      "Upload incomplete",
      "The bytes of the upload have not arrived. Send them as the announcement says, then complete the upload again."),
  CHECKSUM_MISMATCH(
      460,
      "Checksum mismatch",
      "The bytes that have arrived differ from their announced length or digest. Send them again."),
  GONE(410, "Gone", "The media has expired."),
  PRECONDITION_FAILED(
      412,
      "Precondition failed",
      "If-Match or If-Unmodified-Since asks for another state of the media."),
  TOO_LARGE(
      413,
      "Too large",
      "The file is longer than this server accepts. Its operator can raise CALOTYPE_MAX_UPLOAD_SIZE, or CALOTYPE_MAX_VIDEO_SIZE for videos."),
  URI_TOO_LONG(414, "URI too long", "The URL is longer than 8 KiB."),
  UNSUPPORTED_MEDIA(
      415,
      "Unsupported media",
      "The bytes are of no type that this server takes, or of one that this machine cannot read: its operator sees in ./calotype doctor what would add it. The name and the declared type do not count."),
  RANGE_NOT_SATISFIABLE(
      416,
      "Range not satisfiable",
      "The range begins behind the end. The header Content-Range contains the length."),
  EXPECTATION_FAILED(
      417, "Expectation failed", "The request has an Expect that this server cannot meet."),
  UNDECODABLE(
      422,
      "Undecodable",
      "The file is damaged, cut short, or not what it claims to be. Send it again, or send it in another format."),
  TOO_MANY_PIXELS(
      422,
      "Too many pixels",
      "The picture has more pixels than this server decodes. Its operator can raise CALOTYPE_MAX_PIXELS."),
  RATE_LIMITED(
      429,
      "Rate limited",
      "You have asked for more uploads and new renditions than one caller may in a minute. Try again after the time in Retry-After."),
  HEADERS_TOO_LARGE(431, "Headers too large", "The headers are longer than 16 KiB."),
  ORIGINAL_LOST(
      500,
      "Original lost",
      "The record exists and the uploaded file is missing. Its operator restores it from a backup, or uploads the same bytes again under this id."),
  ORIGINAL_DAMAGED(
      500,
      "Original damaged",
      "The uploaded file has been changed by its disk, and is not sent. Its operator restores it from a backup, or uploads the same bytes again under this id."),
  RECORD_DAMAGED(
      500,
      "Record damaged",
      "The record of this media cannot be read, for example after a downgrade. Only an admin sees this; an admin can delete the media."),
  INTERNAL(
      500,
      "Internal error",
      "This is a fault of the server. Its operator finds the cause in the log, by the incident."),
  NOT_IMPLEMENTED(
      501,
      "Not implemented",
      "The request uses a method or a transfer coding that this server does not know."),
  VERSION_NOT_SUPPORTED(
      505, "HTTP version not supported", "This server supports HTTP/1.1 and HTTP/1.0."),
  OVERLOADED(
      503,
      "Overloaded",
      "The server has more pictures to make than it can. Try again after the time in Retry-After."),
  STORAGE_FULL(
      507, "Storage full", "The server's disk is full. Nothing was stored, and nothing is lost.");

  private final int status;
  private final String title;
  private final String meaning;

  Problem(int status, String title, String meaning) {
    this.status = status;
    this.title = title;
    this.meaning = meaning;
  }

  /// The status code of the response.
  public int status() {
    return status;
  }

  /// A short summary of the type.
  public String title() {
    return title;
  }

  /// The meaning and the remedy, for people.
  public String meaning() {
    return meaning;
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
