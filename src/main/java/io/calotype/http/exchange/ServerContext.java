package io.calotype.http.exchange;

import io.calotype.http.connection.ConnectionLimit;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The collaborators that all event loops of a server share.
///
/// @param clientPolicy the policy for incoming requests
/// @param blocking runs tasks that may block
/// @param date the current `Date`
/// @param requests counts and times answers
/// @param connections those of all loops
/// @param fallback the body of errors on delivery routes; null sends problem documents
public record ServerContext(
    ClientPolicy clientPolicy,
    Executor blocking,
    DateHeader date,
    RequestMeters requests,
    ConnectionLimit connections,
    @Nullable Fallback fallback) {}
