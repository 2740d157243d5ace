package io.calotype.imaging.bitmap;

/// A file that is not what it should be. The message is for the log.
public final class BitmapException extends RuntimeException {
  BitmapException(String message) {
    super(message);
  }
}
