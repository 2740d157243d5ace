package io.calotype.cache;

import io.calotype.disk.Throttle;
import java.util.function.Predicate;

/// A sweep of the whole cache, one owner after the other.
///
/// @param owners selects the owners to sweep; runs under no lock and may block
/// @param condemned selects the entries to delete; runs under a lock and must not call the cache
/// @param mode whether condemned entries are deleted or only counted
/// @param throttle pauses after each owner, under no lock; an exception from it ends the sweep
public record SweepRequest(
    Predicate<String> owners, Predicate<EntryInfo> condemned, RunMode mode, Throttle throttle) {}
