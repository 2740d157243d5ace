package io.calotype.http;

/// How much of a representation is sent.
sealed interface RangeDecision {
  /// All of it: 200.
  record Whole() implements RangeDecision {}

  /// One range of it: 206.
  ///
  /// @param first the position of its first byte, from 0
  /// @param last the position of its last byte, at least `first`
  record Part(long first, long last) implements RangeDecision {

    /// How many bytes there are.
    long length() {
      return last - first + 1;
    }

    /// The value of `Content-Range` for a representation of `total` bytes.
    String contentRange(long total) {
      return "bytes " + first + "-" + last + "/" + total;
    }
  }

  /// Nothing: no byte of the range that was asked for exists: 416.
  record Unsatisfiable() implements RangeDecision {

    /// The value of `Content-Range` for a representation of `total` bytes.
    static String contentRange(long total) {
      return "bytes */" + total;
    }
  }
}
