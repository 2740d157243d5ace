package io.calotype.access;

import org.jspecify.annotations.Nullable;

/// The credentials of a request.
///
/// @param bearer the API key or token of `Authorization: Bearer`; null if absent
/// @param ticket the text of a ticket; null if absent
/// @param signed the request's URL if it carries a signature; null otherwise
public record Credentials(
    @Nullable String bearer, @Nullable String ticket, @Nullable SignedUrl signed) {
  /// The credentials of a URL alone; null if it is not signed.
  public static Credentials of(@Nullable SignedUrl signed) {
    return new Credentials(null, null, signed);
  }
}
