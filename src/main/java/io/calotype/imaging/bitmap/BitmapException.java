package io.calotype.imaging.bitmap;

/// A file is invalid. The message is for the log.
public final class BitmapException extends RuntimeException {
  public BitmapException(String message) {
    super(message);
  }
}
