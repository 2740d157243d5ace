package io.calotype.originals;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.PrivateFiles;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Stores the list of damaged originals in a file, so that their bytes are not sent after a restart
/// either. A line is `+<id> <sha256>` or `-<id>`; the last line of an id counts. The file is
/// appended to and not synced: a lost line is detected again.
public final class DamageFile implements DamageStore {
  private static final Set<StandardOpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

  private final Path file;
  private final DiskThreads disk;

  /// Stores the list in `file`, which need not exist.
  public DamageFile(Path file, DiskThreads disk) {
    this.file = file;
    this.disk = disk;
  }

  @Override
  public Map<MediaId, Sha256> read() {
    Map<MediaId, Sha256> found = new LinkedHashMap<>();
    try {
      disk.call(() -> Files.readString(file)).lines().forEach(line -> take(line, found));
      if (found.isEmpty()) {
        disk.call(() -> Files.deleteIfExists(file));
      }
    } catch (NoSuchFileException none) {
      return found;
    } catch (IOException | MediaException unreadable) {
      refused(unreadable);
    }
    return found;
  }

  private static void take(String line, Map<MediaId, Sha256> found) {
    String[] words = line.substring(Math.min(1, line.length())).split(" ", -1);
    try {
      if (line.startsWith("+") && words.length == 2) {
        found.put(new MediaId(words[0]), new Sha256(words[1]));
      } else if (line.startsWith("-")) {
        found.remove(new MediaId(words[0]));
      }
    } catch (IllegalArgumentException torn) {
      EventLog.debug("damages.line-skipped");
    }
  }

  @Override
  public void add(MediaId id, Sha256 digest) {
    append("+" + id + " " + digest.hex());
  }

  @Override
  public void remove(MediaId id) {
    append("-" + id);
  }

  private void append(String line) {
    ByteBuffer text = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
    try {
      disk.call(() -> {
        try (FileChannel channel = PrivateFiles.open(file, APPEND)) {
          return channel.write(text);
        }
      });
    } catch (IOException | MediaException e) {
      refused(e);
    }
  }

  private static void refused(Exception e) {
    EventLog.warn("damages.not-kept", "reason", e.getClass().getSimpleName());
  }
}
