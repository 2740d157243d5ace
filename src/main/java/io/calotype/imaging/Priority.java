package io.calotype.imaging;

/// Who goes first where more is to be rendered than can be.
public enum Priority {
  /// Somebody looks at a page and waits for the picture.
  INTERACTIVE,
  /// An upload, perhaps one of thousands: nobody sees the picture yet. It has every fourth turn, so
  /// that it gets on however many wait before it.
  BACKGROUND
}
