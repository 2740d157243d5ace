package io.calotype.http.semantics;

/// The part of a representation to send.
public sealed interface RangeDecision {
  /// The whole representation: 200.
  record Whole() implements RangeDecision {}

  /// One range of the representation: 206.
  ///
  /// @param first the position of the first byte, from 0
  /// @param last the position of the last byte, at least `first`
  record Part(long first, long last) implements RangeDecision {

    /// The number of bytes.
    public long length() {
      return last - first + 1;
    }

    /// The value of `Content-Range` for a representation of `total` bytes.
    public String contentRange(long total) {
      return "bytes " + first + "-" + last + "/" + total;
    }
  }

  /// No byte of the requested range exists: 416.
  record Unsatisfiable() implements RangeDecision {

    /// The value of `Content-Range` for a representation of `total` bytes.
    public static String contentRange(long total) {
      return "bytes */" + total;
    }
  }
}
