package io.calotype.history;

import java.util.List;

/// A broken rule.
///
/// @param rule its name
/// @param calls the calls that show it, the offending one first
public record Violation(String rule, String id, String detail, List<Call> calls) {}
