package io.calotype.failure;

import io.calotype.media.Dimensions;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Every way in which a request can fail that a client is told about.
///
/// Closed on purpose: a new case does not compile until `http.Problems` describes it.
public sealed interface Failure {
  /// What was sent is not what the contract asks for.
  ///
  /// @param detail what is wrong, in our own words and without a full stop
  record BadRequest(String detail) implements Failure {}

  /// No media has this id, or none that the caller may know of.
  record NotFound(MediaId id) implements Failure {}

  /// The media with this id has expired.
  record Gone(MediaId id) implements Failure {}

  /// The caller must say who it is.
  ///
  /// @param rejected whether it has shown credentials, and none that is valid
  record Unauthorized(boolean rejected) implements Failure {}

  /// The caller is known and may not do this.
  record Forbidden() implements Failure {}

  /// A signature is asked for, and the server has no key to sign with.
  record NoSigningKey() implements Failure {}

  /// The server has no keys, and the request may come from beyond this machine.
  record NotLocal(Reason reason) implements Failure {
    /// Why it may.
    public enum Reason {
      /// The name that was asked for is none of this machine.
      HOST,
      /// A proxy has forwarded the request.
      PROXY,
      /// A web page of another origin has sent a request that writes.
      PAGE
    }
  }

  /// The id is taken by other bytes.
  record MediaExists(MediaId id) implements Failure {}

  /// The id has the same bytes, with other options than those asked for.
  ///
  /// @param members the options that differ
  record MediaDiffers(MediaId id, List<String> members) implements Failure {
    public MediaDiffers {
      members = List.copyOf(members);
    }
  }

  /// What is wrong with a file or with what is asked of it.
  sealed interface Unacceptable extends Failure {}

  /// The file is longer than we accept, in bytes.
  record TooLarge(long limit) implements Unacceptable {}

  /// The bytes are of no type that we take.
  record UnsupportedMedia() implements Unacceptable {}

  /// The bytes are the data of a camera's sensor, which is not developed here.
  record CameraRaw() implements Unacceptable {}

  /// The file has sound and no picture.
  record AudioOnly() implements Unacceptable {}

  /// The body is not declared to be JSON, and this call takes nothing else.
  record JsonExpected() implements Unacceptable {}

  /// The body has a `Content-Encoding` that this server does not decode.
  record UnknownContentCoding() implements Unacceptable {}

  /// The bytes are of a type that this machine cannot read, and could.
  ///
  /// @param type what they are
  record NotInstalled(MediaType type) implements Unacceptable {}

  /// The size is none that everybody may ask for.
  ///
  /// @param option whose it is: `w`, `h` or `ar`
  /// @param steps those that there are, in pixels
  /// @param ratios the aspect ratios by which one side may follow from the other
  /// @param nearest the options of the nearest size that everybody may ask for
  record SizeNotAllowed(
      String option, List<Integer> steps, List<String> ratios, Map<String, Object> nearest)
      implements Unacceptable {}

  /// The bytes are of a type that we take, and cannot be decoded as such.
  record Undecodable() implements Unacceptable {}

  /// They could not be decoded lately, and are not tried again before `retryAfter`.
  record StillUndecodable(Duration retryAfter) implements Unacceptable {}

  /// The header claims more pixels than we are willing to decode.
  record TooManyPixels(Dimensions size, long limit) implements Unacceptable {}

  /// A request that can succeed later, without a change.
  sealed interface Busy extends Failure {}

  /// The render queue is full, or no renderer answers.
  record Overloaded(Duration retryAfter) implements Busy {}

  /// Something that this needs, and that is not ours, is away.
  record Unavailable(Duration retryAfter) implements Busy {}

  /// The caller has asked for more expensive work than it may.
  ///
  /// @param perMinute how much it may ask for
  /// @param retryAfter when there will be room for one piece
  record RateLimited(int perMinute, Duration retryAfter) implements Busy {}

  /// The caller has too many uploads under way.
  ///
  /// @param limit how many it may have
  record TooManyUploads(int limit, Duration retryAfter) implements Busy {}

  /// The uploads of the caller that are under way take too many bytes.
  ///
  /// @param maxBytes how many they may take together
  record TooMuchIncoming(long maxBytes, Duration retryAfter) implements Busy {}

  /// The uploads of all callers that are under way take too many bytes.
  record IncomingFull(Duration retryAfter) implements Busy {}

  /// The disk that keeps originals or records is full.
  record StorageFull() implements Failure {}

  /// Stored bytes or records cannot be used.
  sealed interface Broken extends Failure {}

  /// The record of `id` stands, and its original is not in the store.
  record OriginalLost(MediaId id) implements Broken {}

  /// The original of `id` is not the bytes that the record promises.
  record OriginalDamaged(MediaId id) implements Broken {}

  /// The record of `id` cannot be parsed.
  record RecordDamaged(MediaId id) implements Broken {}

  /// A disk or the catalog cannot be used at the moment. This says nothing about what is stored.
  record StoreUnavailable(StoreFault fault) implements Broken {}
}
