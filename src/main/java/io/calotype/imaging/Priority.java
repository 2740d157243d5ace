package io.calotype.imaging;

/// The order in which renders are served where there are more than renderers.
public enum Priority {
  /// A viewer waits for the picture.
  INTERACTIVE,
  /// An upload, perhaps one of thousands. It has every fourth turn, so that it gets on however many
  /// viewers wait.
  UPLOAD,
  /// Work that no request waits for: warming, AVIF upgrades, repairs. It never holds all renderers.
  BACKGROUND
}
