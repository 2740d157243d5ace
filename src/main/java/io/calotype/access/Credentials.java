package io.calotype.access;

import org.jspecify.annotations.Nullable;

/// The credentials of a request.
///
/// @param bearer the API key or token of `Authorization: Bearer`; null if absent
/// @param signed the request's URL if it carries a signature; null otherwise
public record Credentials(@Nullable String bearer, @Nullable SignedUrl signed) {}
