package io.calotype.imaging;

/// The order in which renders are served when more renders wait than renderers are free.
public enum Priority {
  /// A viewer waits for the picture.
  INTERACTIVE,
  /// An upload, possibly one of thousands. It receives every fourth turn, so that it progresses
  /// under any number of interactive renders.
  UPLOAD,
  /// Work without a waiting request: warming, AVIF upgrades, repairs. It never holds all renderers
  /// if there are two or more.
  BACKGROUND
}
