package io.calotype.cdn;

import io.calotype.media.Group;
import io.calotype.media.MediaId;

/// The tags of answers, by which caches purge them: `m-<id>` and `g-<group>`. Ids and groups have
/// no character that a header field or a list of tags could not contain, and at most 128.
public final class CacheTags {
  private CacheTags() {}

  /// The tag of all answers with bytes of the media `id`.
  public static String of(MediaId id) {
    return "m-" + id;
  }

  /// The tag of all answers with bytes of media in `group`.
  public static String of(Group group) {
    return "g-" + group;
  }
}
