package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.originals.Staging;
import org.jspecify.annotations.Nullable;

/// The maximum length of one upload.
///
/// @param limits the limits of the server
/// @param ticketBytes the limit of the uploader's ticket; null without a ticket
public record UploadBound(UploadLimits limits, @Nullable Long ticketBytes)
    implements Staging.Bound {
  @Override
  public long maxBytes(byte[] head) {
    return within(limits.maxBytes(head));
  }

  /// The maximum length of a file of any kind, in bytes.
  public long longest() {
    return within(limits.longest());
  }

  private long within(long limit) {
    return ticketBytes == null ? limit : Math.min(limit, ticketBytes);
  }

  @Override
  public Failure tooLarge(long maxBytes) {
    return ticketBytes != null && ticketBytes == maxBytes && maxBytes < limits.longest()
        ? TicketedUploads.tooLong(maxBytes)
        : new Failure.TooLarge(maxBytes);
  }
}
