package io.calotype.cache;

import static io.calotype.Interleavings.explore;
import static io.calotype.Interleavings.require;
import static io.calotype.Interleavings.together;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The accounting of the disk cache, with a number in place of the files.
class SpaceAccountInterleavingTest {
  private static final long CHARGE = 4096;
  private static final Path FOLDER = Path.of("ab/cd/owner");

  @Test
  void count_whileEntriesComeAndGo_booksEachEntryOnce() {
    assertThatCode(() -> explore(SpaceAccountInterleavingTest::countAmongChanges))
        .doesNotThrowAnyException();
  }

  private static void countAmongChanges() {
    Files files = new Files();
    together(
        files::write,
        files::count,
        () -> {
          files.write();
          files.delete();
        });
    require(files.account.complete(), "the shard is not counted");
    require(files.account.entries() == files.present, "entries are booked twice or never");
    require(files.account.bytes() == files.present * CHARGE, "bytes are booked twice or never");
    require(files.account.total() == files.present * CHARGE, "a reservation is left");
  }

  /// The entries of one shard.
  private static final class Files {
    private final SpaceAccount account = new SpaceAccount(1);
    private final ShardLock shard = new ShardLock(account);
    private long present;

    void write() {
      account.reserve(CHARGE);
      locked(() -> {
        present++;
        shard.add(FOLDER, CHARGE);
      });
      account.reserve(-CHARGE);
    }

    void delete() {
      locked(() -> {
        present--;
        shard.drop(FOLDER, CHARGE);
      });
    }

    void count() {
      locked(() -> shard.count(new ShardCount(present, present * CHARGE, List.of())));
    }

    private void locked(Runnable change) {
      try {
        shard.locked(() -> {
          change.run();
          return true;
        });
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}
