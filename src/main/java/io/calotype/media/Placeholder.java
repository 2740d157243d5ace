package io.calotype.media;

/// What a page can show before the picture arrives.
///
/// @param thumbhash a ThumbHash, base64 with padding
/// @param color the dominant colour, `#rrggbb`
public record Placeholder(String thumbhash, String color) {}
