package io.calotype.http.explain;

import io.calotype.cache.CachedFile;
import io.calotype.rendition.FailedWork;
import io.calotype.store.CacheLookupReport;
import io.calotype.store.Rendition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Explains whether a request would find a rendition in a cache.
final class ExplainedCache {
  private ExplainedCache() {}

  static Map<String, Object> members(Rendition rendition, CacheLookupReport traces, Instant now) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("key", rendition.key().toString());
    members.put("result", traces.hit() ? "hit" : "miss");
    members.put("why", why(traces));
    members.put("inMemory", traces.inMemory());
    members.put("onDisk", traces.file() != null);
    members.put("shared", traces.shared());
    if (traces.file() != null) {
      members.put("disk", file(traces.file(), now));
    }
    return members;
  }

  /// The reason for a hit or a miss. The fate of a missing file is unknown, because the cache keeps
  /// no record of it.
  private static String why(CacheLookupReport traces) {
    if (traces.inMemory()) {
      return "its bytes are in memory";
    }
    CachedFile file = traces.file();
    if (file != null) {
      return file.sound()
          ? "its file is on the disk, and sound"
          : "its file is damaged: the next request deletes it, and has it made again";
    }
    if (traces.shared()) {
      return "it has no file here, but is in the bucket that all nodes share";
    }
    return traces.outdated()
        ? "there is one of the same spec only that was made of other bytes, or by another encoder"
        : "it has no file: it was never made, or was evicted, cleared or idle for too long";
  }

  private static Map<String, Object> file(CachedFile file, Instant now) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", file.file());
    members.put("bytes", file.bytes());
    members.put("usedAt", file.used().truncatedTo(ChronoUnit.SECONDS).toString());
    members.put("idleSeconds", Math.max(0, Duration.between(file.used(), now).toSeconds()));
    members.put("sound", file.sound());
    return members;
  }

  static Map<String, Object> failure(FailedWork failed) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("tries", failed.tries());
    members.put("since", failed.since().truncatedTo(ChronoUnit.SECONDS).toString());
    members.put("retryAt", failed.retryAt().truncatedTo(ChronoUnit.SECONDS).toString());
    return members;
  }
}
