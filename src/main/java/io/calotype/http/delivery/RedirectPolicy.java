package io.calotype.http.delivery;

import io.calotype.http.dialect.CdnAddress;
import org.jspecify.annotations.Nullable;

/// The answers that are redirects.
///
/// @param on whether originals and large renditions are redirected
/// @param fromBytes the length from which on a rendition is large
/// @param cdn the CDN of public media; null if there is none
public record RedirectPolicy(boolean on, long fromBytes, @Nullable CdnAddress cdn) {}
