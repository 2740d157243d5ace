package io.calotype.imaging.vips;

/// libvips has refused to do something, most often because a source is damaged. Its message is for
/// the log.
public final class VipsException extends RuntimeException {
  VipsException(String message) {
    super(message);
  }
}
