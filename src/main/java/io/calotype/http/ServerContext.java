package io.calotype.http;

import io.calotype.telemetry.Telemetry;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What all event loops of a server share.
///
/// @param clientPolicy how strangers are met
/// @param keyless which requests are answered where there are no keys
/// @param blocking runs what may block
/// @param date the current `Date`
/// @param telemetry what is counted
/// @param requests counts and times answers
/// @param connections those of all loops
/// @param fallback the body of errors on delivery routes; null leaves them problem documents
record ServerContext(
    ClientPolicy clientPolicy,
    KeylessPolicy keyless,
    Executor blocking,
    DateHeader date,
    Telemetry telemetry,
    RequestMeter requests,
    ConnectionLimit connections,
    @Nullable Fallback fallback) {}
