package io.calotype.imaging.vips;

/// A libvips operation failed, most often because a source is damaged. The message is for the log.
public final class VipsException extends RuntimeException {
  VipsException(String message) {
    super(message);
  }
}
