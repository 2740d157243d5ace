package io.calotype.store;

import io.calotype.media.Media;

/// The result of an upload.
///
/// @param media the media stored under the id now
/// @param created whether this upload stored it; false if the same bytes were already stored
public record Uploaded(Media media, boolean created) {}
