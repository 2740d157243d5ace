package io.calotype.http.problem;

import io.calotype.failure.Failure;
import java.time.Duration;

/// The problems of uploads that take several requests. A part of [Problems].
final class UploadProblems {
  /// The version of tus that the server speaks.
  private static final String TUS = "1.0.0";

  private UploadProblems() {}

  static ProblemDocument of(Failure.DirectUpload failure) {
    return switch (failure) {
      case Failure.NoDirectUploads() ->
          ProblemDocument.of(
              Problem.NOT_FOUND,
              "This server keeps originals as files, and takes uploads at /api/media only: its"
                  + " operator sets CALOTYPE_ORIGINALS to s3 for direct uploads.");
      case Failure.NoSuchUpload() ->
          ProblemDocument.of(
              Problem.NOT_FOUND,
              "There is no such upload, or none of yours: uploads end a day after their"
                  + " announcement.");
      case Failure.UploadIncomplete() ->
          ProblemDocument.of(
              Problem.UPLOAD_INCOMPLETE, "The bytes of this upload have not arrived.");
      case Failure.ChecksumMismatch() ->
          ProblemDocument.of(
              Problem.CHECKSUM_MISMATCH,
              "The bytes that have arrived are not those that were announced, and are deleted.");
    };
  }

  static ProblemDocument of(Failure.Resumption failure) {
    return switch (failure) {
      case Failure.OffsetMismatch(long offset) ->
          ProblemDocument.of(
                  Problem.OFFSET_MISMATCH, "The upload continues at the offset " + offset + ".")
              .with("offset", offset);
      case Failure.UploadLocked(Duration retryAfter) ->
          Problems.later(
              Problem.UPLOAD_LOCKED,
              "Another request for this upload is in progress, or has taken over.",
              retryAfter);
      case Failure.UploadExpired() ->
          ProblemDocument.of(
              Problem.GONE, "The time of this upload is over: uploads end a day after they began.");
      case Failure.UploadElsewhere(String node) ->
          ProblemDocument.of(
                  Problem.NOT_FOUND,
                  "This upload is at the node "
                      + node
                      + ": the load balancer has to send its URL there, which docs/cluster.md"
                      + " describes. Parts of a concatenation have to be at one node.")
              .with("node", node);
      case Failure.ConcatenatedUpload() ->
          ProblemDocument.of(
              Problem.FORBIDDEN, "This upload is a concatenation, which takes no bytes.");
      case Failure.OtherUploadProtocol() ->
          ProblemDocument.of(
                  Problem.PRECONDITION_FAILED, "Resumable uploads need Tus-Resumable: " + TUS + ".")
              .withHeader("Tus-Version", TUS);
      case Failure.UploadBytesExpected() ->
          ProblemDocument.of(
              Problem.UNSUPPORTED_MEDIA,
              "The bytes of a resumable upload need Content-Type: application/offset+octet-stream.");
    };
  }
}
