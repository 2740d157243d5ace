package io.calotype.media;

/// A preview for a page to show until the picture is loaded.
///
/// @param thumbhash a ThumbHash, base64 with padding
/// @param color the dominant colour, `#rrggbb`
public record Placeholder(String thumbhash, String color) {}
