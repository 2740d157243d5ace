package io.calotype.http.exchange;

import io.calotype.media.Media;
import io.calotype.store.Rendition;

/// The basis of an answer that an equal request receives again, except for its `Date`: as long as
/// `media` is the current record of its id, and memory holds the bytes of `rendition` if they are
/// part of the answer.
///
/// @param media the current record, public and without an end; compared by identity
/// @param rendition the rendition that answers
public record Repeatable(Media media, Rendition rendition) {}
