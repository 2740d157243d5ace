package io.calotype.http.api;

import io.calotype.json.JsonOutput;
import io.calotype.media.MediaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The result of a batch of deletions.
final class BatchDeletion {
  private final List<String> missing = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private int deleted;
  private boolean storeAway;

  void deleted() {
    deleted++;
  }

  /// Counts an id without a media, or with one that the caller may not know.
  void missing(MediaId id) {
    missing.add(id.value());
  }

  /// Counts a media that the caller may see and not delete.
  void refused(MediaId id) {
    refused.add(id.value());
  }

  /// Counts a media that could not be deleted. It may still exist.
  void failed(MediaId id) {
    failed.add(id.value());
  }

  /// Notes that the store is unavailable.
  void storeLost() {
    storeAway = true;
  }

  /// Whether the store was unavailable.
  boolean storeAway() {
    return storeAway;
  }

  /// Whether nothing was deleted, and nothing is known about any id.
  boolean empty() {
    return deleted + missing.size() + refused.size() + failed.size() == 0;
  }

  /// The answer. `failed` is absent if all ids were handled.
  byte[] json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("deleted", deleted);
    members.put("missing", missing);
    members.put("refused", refused);
    if (!failed.isEmpty()) {
      members.put("failed", failed);
    }
    return JsonOutput.bytes(out -> JsonOutput.value(out, members));
  }
}
