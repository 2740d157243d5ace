package io.calotype.http;

import io.calotype.telemetry.Telemetry;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// What all event loops of a server share.
///
/// @param reception how strangers are met
/// @param blocking runs what may block
/// @param date the current `Date`
/// @param telemetry what is counted
/// @param connections how many are open
record Lobby(
    Reception reception,
    Executor blocking,
    DateHeader date,
    Telemetry telemetry,
    AtomicInteger connections) {}
