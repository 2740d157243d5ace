package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The backup and the restore of docs/running.md, as they stand there.
class BackupProgramTest {
  private static final Pattern ID = Pattern.compile("\"id\":\"([A-Za-z0-9_-]+)\"");

  @TempDir Path folder;

  @Test
  void restore_ofABackupDuringUploads_losesNothing() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/sqlite3")), "this test needs Debian's sqlite3");
    byte[] video = MovingPictures.video("mp4", 2);
    List<String> before = new ArrayList<>();
    try (Program program = Program.start(folder.resolve("media-storage"))) {
      store(program, "clip", video, before);
      for (int i = 0; i < 5; i++) {
        store(program, "before-" + i, Pictures.jpeg(320, 240, i), before);
      }
      backUpDuringUploads(program);
    }
    Documents.run(Documents.commands("restore"), folder, Map.of());

    try (Program restored = Program.start(folder.resolve("restored"))) {
      List<String> there = ids(text(restored.get("/api/media?limit=200").body()));
      assertThat(there).containsAll(before);
      for (String id : there) {
        for (String path : List.of("/api/media/" + id + "/content", "/images/" + id + "/small")) {
          assertThat(restored.get(path).statusCode()).as(path).isEqualTo(200);
        }
      }
      assertThat(restored.get("/api/media/clip/content").body()).isEqualTo(video);
    }
  }

  private static void store(Program program, String id, byte[] bytes, List<String> stored) {
    assertThat(program.put(id, bytes).statusCode()).as(id).isEqualTo(201);
    stored.add(id);
  }

  /// Uploads go on from before the first command of the backup until after its last.
  private void backUpDuringUploads(Program program) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread uploads =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; !over.get(); i++) {
                program.put("during-" + i, Pictures.jpeg(64, 48, 1000 + i));
              }
            });
    try {
      program.logUntil("id=during-0 ");
      Documents.run(Documents.commands("backup"), folder, Map.of());
    } finally {
      over.set(true);
      uploads.join();
    }
  }

  private static List<String> ids(String json) {
    return ID.matcher(json).results().map(found -> found.group(1)).toList();
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
