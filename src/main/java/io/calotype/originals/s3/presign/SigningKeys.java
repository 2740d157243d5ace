package io.calotype.originals.s3.presign;

import org.jspecify.annotations.Nullable;

/// Credentials of a bucket.
///
/// @param id the access key, which is part of the URL
/// @param secret the secret key, which is not
/// @param session the token of temporary credentials, which is part of the URL; null for others
public record SigningKeys(String id, String secret, @Nullable String session) {
  @Override
  public String toString() {
    return "SigningKeys";
  }
}
