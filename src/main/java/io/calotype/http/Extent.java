package io.calotype.http;

/// How much of a representation is sent.
sealed interface Extent {
  /// All of it: 200.
  record Whole() implements Extent {}

  /// Some of it: 206.
  ///
  /// @param first the first byte, from 0
  /// @param last the last byte, at least `first`
  record Part(long first, long last) implements Extent {}

  /// Nothing: what was asked for lies behind the end: 416.
  record Unsatisfiable() implements Extent {}
}
