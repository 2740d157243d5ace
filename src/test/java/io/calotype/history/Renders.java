package io.calotype.history;

import java.util.Map;

/// The renders of each rendition, which all nodes share with `RENDITIONS=s3`.
///
/// @param counts the number of renders under a lease by rendition, `<id>/<name>`. A node that
///   cannot ask Redis or read the bucket renders without a lease; such renders are not limited.
/// @param losses why a render may be repeated
public record Renders(Map<String, Long> counts, Losses losses) {
  /// Nodes that share no renditions: nothing is limited.
  public static final Renders NOT_SHARED = new Renders(Map.of(), new Losses(0, 0, 0, 0));

  /// Reasons why the result of an earlier render was not found in the bucket.
  ///
  /// @param kills the number of times that a node was killed or stopped
  /// @param fences the number of results of late holders of a lease that were refused
  /// @param unwritten the number of renditions that were not written to the bucket
  /// @param unread the number of lookups that the bucket has not answered
  public record Losses(long kills, long fences, long unwritten, long unread) {
    long sum() {
      return kills + fences + unwritten + unread;
    }
  }

  /// The id of `rendition`.
  static String id(String rendition) {
    return rendition.substring(0, rendition.indexOf('/'));
  }
}
