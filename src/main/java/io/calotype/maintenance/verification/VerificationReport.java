package io.calotype.maintenance.verification;

import io.calotype.media.MediaId;
import java.util.List;

/// The result of verifying several media. Ids without a record are in neither list.
///
/// @param results results of the media that were read
/// @param unread ids of media whose record or files cannot be read at the moment
public record VerificationReport(List<VerificationResult> results, List<MediaId> unread) {
  public VerificationReport {
    results = List.copyOf(results);
    unread = List.copyOf(unread);
  }
}
