package io.calotype.failure;

import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// All request failures that are reported to clients.
///
/// Sealed on purpose: a new case does not compile until `http.problem.Problems` describes it.
public sealed interface Failure {
  /// The request violates the API contract.
  ///
  /// @param detail the fault, in Calotype's own words and without a full stop
  record BadRequest(String detail) implements Failure {}

  /// No route has this path.
  record NoSuchPath() implements Failure {}

  /// The URL names a preset that is not configured.
  ///
  /// @param presets the names of all presets, separated by commas
  record NoSuchPreset(String presets) implements Failure {}

  /// No media has this id, or the caller may not know of it.
  record NotFound(MediaId id) implements Failure {}

  /// The media with this id has expired.
  record Gone(MediaId id) implements Failure {}

  /// The caller must authenticate.
  ///
  /// @param rejected whether the caller sent credentials and none is valid
  record Unauthorized(boolean rejected) implements Failure {}

  /// The caller is authenticated but not permitted.
  record Forbidden() implements Failure {}

  /// The ticket of the caller does not permit the upload.
  ///
  /// @param detail the reason, in Calotype's own words and without a full stop
  record TicketRefused(String detail) implements Failure {}

  /// A signature is requested, and the server has no signing key.
  record NoSigningKey() implements Failure {}

  /// The server has no keys, and the request may come from another machine.
  record NotLocal(Reason reason) implements Failure {
    /// The sign of a remote request.
    public enum Reason {
      /// The requested host name is not one of this machine.
      HOST,
      /// A proxy has forwarded the request.
      PROXY,
      /// A web page of another origin has sent a request that writes.
      PAGE
    }
  }

  /// The id already exists with other bytes.
  record MediaExists(MediaId id) implements Failure {}

  /// The id exists with the same bytes, but with other options than requested.
  ///
  /// @param members the options that differ
  record MediaDiffers(MediaId id, List<String> members) implements Failure {
    public MediaDiffers {
      members = List.copyOf(members);
    }
  }

  /// A refusal of an upload whose bytes clients send to the store.
  sealed interface DirectUpload extends Failure {}

  /// The store of originals is one that clients cannot reach.
  record NoDirectUploads() implements DirectUpload {}

  /// No such upload was announced by this caller, or its time is over.
  record NoSuchUpload() implements DirectUpload {}

  /// The bytes of the upload have not arrived.
  record UploadIncomplete() implements DirectUpload {}

  /// The bytes of the upload are not those that were announced.
  record ChecksumMismatch() implements DirectUpload {}

  /// A refusal of a request for a resumable upload.
  sealed interface Resumption extends Failure {}

  /// The upload continues at another offset.
  ///
  /// @param offset the number of bytes that have arrived
  record OffsetMismatch(long offset) implements Resumption {}

  /// Another request for the same upload is in progress, or has taken over.
  record UploadLocked(Duration retryAfter) implements Resumption {}

  /// The time of the upload is over.
  record UploadExpired() implements Resumption {}

  /// Another node has received the upload.
  ///
  /// @param node its name
  record UploadElsewhere(String node) implements Resumption {}

  /// The upload is a concatenation, which receives no bytes of its own.
  record ConcatenatedUpload() implements Resumption {}

  /// The protocol of resumable uploads has another version, or none was stated.
  record OtherUploadProtocol() implements Resumption {}

  /// The body is not declared as the bytes of a resumable upload.
  record UploadBytesExpected() implements Resumption {}

  /// A fault of a file, or of the request for it.
  sealed interface Unacceptable extends Failure {}

  /// The file is longer than the limit, in bytes.
  record TooLarge(long limit) implements Unacceptable {}

  /// The bytes have no accepted type.
  record UnsupportedMedia() implements Unacceptable {}

  /// The bytes are camera raw data, which Calotype does not develop.
  record CameraRaw() implements Unacceptable {}

  /// The file has sound and no picture.
  record AudioOnly() implements Unacceptable {}

  /// The body is not declared as JSON, and this call accepts nothing else.
  record JsonExpected() implements Unacceptable {}

  /// The body has a `Content-Encoding` that this server does not decode.
  record UnknownContentCoding() implements Unacceptable {}

  /// The decoder for this type is not installed on this machine.
  ///
  /// @param type the type of the bytes
  record NotInstalled(MediaType type) implements Unacceptable {}

  /// The size is not allowed without a signature.
  ///
  /// @param option the option at fault: `w`, `h` or `ar`
  /// @param steps the allowed lengths, in pixels
  /// @param ratios the aspect ratios by which one side may follow from the other
  /// @param nearest the options of the nearest allowed size
  record SizeNotAllowed(
      String option, List<Integer> steps, List<String> ratios, Map<String, Object> nearest)
      implements Unacceptable {}

  /// The bytes have an accepted type but cannot be decoded.
  record Undecodable() implements Unacceptable {}

  /// Decoding failed recently and is not retried before `retryAfter`.
  record StillUndecodable(Duration retryAfter) implements Unacceptable {}

  /// The header claims more pixels than the limit for decoding.
  record TooManyPixels(Dimensions size, long limit) implements Unacceptable {}

  /// A request that can succeed later, unchanged.
  sealed interface Busy extends Failure {}

  /// The render queue is full, or no renderer answers.
  record Overloaded(Duration retryAfter) implements Busy {}

  /// An external dependency is unavailable.
  record Unavailable(Duration retryAfter) implements Busy {}

  /// The caller has requested more expensive work than allowed.
  ///
  /// @param perMinute the limit of the caller
  /// @param retryAfter time until one piece of work is allowed
  record RateLimited(int perMinute, Duration retryAfter) implements Busy {}

  /// The caller has too many uploads in progress.
  ///
  /// @param limit maximum number
  record TooManyUploads(int limit, Duration retryAfter) implements Busy {}

  /// All uses of the caller's ticket are held by uploads in progress.
  record TicketBusy(Duration retryAfter) implements Busy {}

  /// The caller has too many open responses with events.
  ///
  /// @param limit maximum number
  record TooManyStreams(int limit, Duration retryAfter) implements Busy {}

  /// The caller's uploads in progress have too many bytes.
  ///
  /// @param maxBytes their maximum total
  record TooMuchIncoming(long maxBytes, Duration retryAfter) implements Busy {}

  /// All uploads in progress have too many bytes.
  record IncomingFull(Duration retryAfter) implements Busy {}

  /// The disk of originals or records is full.
  record StorageFull() implements Failure {}

  /// Stored bytes or records cannot be used.
  sealed interface Broken extends Failure {}

  /// The record of `id` exists, and its original is missing.
  record OriginalLost(MediaId id) implements Broken {}

  /// The original of `id` differs from its record.
  record OriginalDamaged(MediaId id) implements Broken {}

  /// The record of `id` cannot be parsed.
  record RecordDamaged(MediaId id) implements Broken {}

  /// A disk or the catalog cannot be used at the moment. The stored data may be intact.
  record StoreUnavailable(StoreFault fault) implements Broken {}
}
