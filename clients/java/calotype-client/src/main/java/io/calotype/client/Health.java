package io.calotype.client;

import java.util.Map;

/// The readiness of a node.
///
/// @param ready whether the node can serve
/// @param checks results by the name of the check, such as `catalog`: true, false, or a state such
///   as `full`
public record Health(boolean ready, Map<String, Object> checks) {}
