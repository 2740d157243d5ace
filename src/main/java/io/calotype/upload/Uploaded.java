package io.calotype.upload;

import io.calotype.media.Media;

/// The answer to an upload.
///
/// @param media what is stored under the id now
/// @param created whether this upload has stored it; false where the same bytes were there already
public record Uploaded(Media media, boolean created) {}
