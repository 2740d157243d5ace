package io.calotype.maintenance;

import io.calotype.media.MediaId;
import java.util.List;

/// The result of the verification of several media. Ids that are in neither list are absent.
///
/// @param verdicts of the media that were read
/// @param unread ids of media whose record or files cannot be read at the moment
public record VerificationReport(List<VerificationResult> verdicts, List<MediaId> unread) {
  public VerificationReport {
    verdicts = List.copyOf(verdicts);
    unread = List.copyOf(unread);
  }
}
