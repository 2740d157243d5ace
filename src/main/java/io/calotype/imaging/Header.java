package io.calotype.imaging;

import io.calotype.media.Dimensions;

/// What a source claims about itself before a pixel is decoded.
///
/// @param size as displayed: orientation is applied
/// @param alpha whether it has an alpha channel
/// @param frames how many pages or frames it has, at least 1
/// @param progressive whether it comes in passes over the whole picture (a progressive JPEG, an
///   interlaced PNG), so that a decoder holds all of it
public record Header(Dimensions size, boolean alpha, int frames, boolean progressive) {}
