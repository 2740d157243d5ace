package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.TestClock;
import io.calotype.disk.FileOperations;
import io.calotype.disk.LocalFiles;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A folder for one test's cache. After the test, what is in the folder, what the cache has booked
/// and which of its files the process holds open must agree.
final class CacheFolder implements BeforeEachCallback, AfterEachCallback {
  private static final long SEED = 7;

  final TestClock clock = new TestClock();
  final Telemetry telemetry = new Telemetry();
  private @Nullable Path root;
  private @Nullable DiskCache cache;
  private boolean mounted;

  /// Opens the cache, in place of the one that was open before.
  DiskCache open(long maxBytes) {
    return open(maxBytes, new LocalFiles());
  }

  /// Opens the cache on `disk`, in place of the one that was open before.
  DiskCache open(long maxBytes, FileOperations disk) {
    close();
    SplittableRandom random = new SplittableRandom(SEED);
    DiskCache opened = new DiskCache(root(), maxBytes, telemetry, clock, disk, random);
    cache = opened;
    return opened;
  }

  Path root() {
    return Objects.requireNonNull(root);
  }

  /// The charge of the folder's entries, by their names.
  long charges() throws IOException {
    long charges = 0;
    for (Path file : files()) {
      charges += Objects.requireNonNull(EntryName.parse(nameOf(file)), file::toString).charge();
    }
    return charges;
  }

  /// The entries' files.
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(
              Path file, java.nio.file.attribute.BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult preVisitDirectory(
              Path folder, java.nio.file.attribute.BasicFileAttributes attributes) {
            return nameOf(folder).equals(".new")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /// The value of a counter of the cache, for example `faults`.
  long counted(String name) {
    String line = "calotype_cache_" + name + "_total ";
    return telemetry
        .scrape()
        .lines()
        .filter(metric -> metric.startsWith(line))
        .mapToLong(metric -> (long) Double.parseDouble(metric.substring(line.length())))
        .sum();
  }

  /// Puts a file system of 1 MiB in memory below the folder, or skips the test.
  void mount() {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", root().toString());
    Assumptions.assumeTrue(mounted, "no file system can be mounted here");
  }

  void remount(String option) {
    assertThat(run("mount", "-o", "remount," + option, root().toString())).isTrue();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root = Files.createTempDirectory("calotype-cache");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    try {
      if (context.getExecutionException().isEmpty() && cache != null) {
        cache.settle();
        agree(cache);
      }
    } finally {
      close();
      remove();
    }
  }

  private void agree(DiskCache open) throws IOException {
    assertThat(open.counted()).as("counted").isTrue();
    assertThat(open.usedBytes()).as("bytes booked").isEqualTo(charges());
    assertThat(open.entries()).as("entries booked").isEqualTo(files().size());
    assertThat(root().resolve(".new")).isEmptyDirectory();
    assertThat(emptyFolders()).as("empty folders").isEmpty();
    assertThat(openFiles()).as("open files").isEmpty();
  }

  private List<Path> emptyFolders() throws IOException {
    try (Stream<Path> all = Files.walk(root())) {
      return all.filter(Files::isDirectory)
          .filter(folder -> !nameOf(folder).equals(".new") && !folder.equals(root()))
          .filter(folder -> Objects.requireNonNull(folder.toFile().list()).length == 0)
          .toList();
    }
  }

  private List<String> openFiles() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
      for (Path handle : handles.toList()) {
        open.add(target(handle));
      }
    }
    return open.stream().filter(file -> file.startsWith(root().toString())).toList();
  }

  private static String target(Path handle) {
    try {
      return Files.readSymbolicLink(handle).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private void close() {
    if (cache != null) {
      cache.close();
    }
  }

  private void remove() throws IOException {
    if (mounted) {
      run("umount", root().toString());
    }
    try (Stream<Path> all = Files.walk(root())) {
      all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
