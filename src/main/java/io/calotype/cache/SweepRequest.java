package io.calotype.cache;

import java.util.function.Predicate;

/// A round through the whole cache, one owner after the other.
///
/// @param owners whose entries are looked at; asked under no lock, and may block
/// @param condemned which of them go; asked under a lock, and must not ask the cache for anything
/// @param dry whether nothing is deleted, and only counted
/// @param rest is run after each owner, under no lock; what it throws ends the round
public record SweepRequest(
    Predicate<String> owners, Predicate<EntryInfo> condemned, boolean dry, Runnable rest) {}
