package io.calotype.access;

import org.jspecify.annotations.Nullable;

/// What a request shows of who asks.
///
/// @param bearer the API key or token of `Authorization: Bearer`; null where there is none
/// @param signed the request's URL where it carries a signature; null where it does not
public record Credentials(@Nullable String bearer, @Nullable SignedUrl signed) {}
