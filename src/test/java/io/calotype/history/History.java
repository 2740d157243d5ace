package io.calotype.history;

import java.util.List;

/// All calls of a run, and the state after it.
public record History(List<Call> calls, Conditions conditions, AtRest atRest, Renders renders) {}
