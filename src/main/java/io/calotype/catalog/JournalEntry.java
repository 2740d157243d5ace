package io.calotype.catalog;

import org.jspecify.annotations.Nullable;

/// An entry of the [EventJournal].
///
/// @param position its place
/// @param event null for an entry of a later version, which has no meaning for this one
public record JournalEntry(EventPosition position, @Nullable MediaEvent event) {}
