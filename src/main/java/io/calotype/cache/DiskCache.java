package io.calotype.cache;

import io.calotype.disk.FileOperations;
import io.calotype.disk.LocalFiles;
import io.calotype.disk.ReadThrottle;
import io.calotype.media.Content;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A cache on local disk, within a budget: `<root>/ab/cd/<owner>/<name>.<length>-<crc32c>.<ext>`.
///
/// Before the cache first returns an entry after a start, it verifies the file against its name. An
/// entry is written to `<root>/.new/`, renamed and never synced: a file torn by a crash no longer
/// matches its name and is a miss. If the disk fails, reads miss and writes are refused. Every call
/// tries the disk again, so that the cache recovers with the disk.
///
/// Callers report every use to [#recent], also uses from memory: eviction is by least recent use.
public final class DiskCache implements AutoCloseable {
  private static final String DRAFTS = ".new";
  private static final int USUAL_BYTES = 16 << 10;

  private final AtomicLong drafts = new AtomicLong();
  private final BackgroundTasks background = new BackgroundTasks();
  private final SpaceAccount account = new SpaceAccount(FolderTree.SHARDS);
  private final Clock clock;
  private final DiskFaults faults;
  private final OpenEntries openEntries;
  private final EntryIndex index;
  private final FrequencySketch frequencies;
  private final AdmissionWindow window;
  private final FolderTree tree;
  private final EntryLookup lookup;
  private final Budget budget;
  private final OwnerRemoval removal;

  DiskCache(
      Path root,
      long maxBytes,
      Telemetry telemetry,
      Clock clock,
      FileOperations disk,
      RandomGenerator random) {
    this.clock = clock;
    this.faults = new DiskFaults(telemetry, clock);
    this.window = new AdmissionWindow(maxBytes);
    OpenFiles files = new OpenFiles(System::nanoTime);
    this.index = new EntryIndex(files, window, disk, clock, background, faults);
    this.tree = new FolderTree(root, disk, index, faults, FolderTree.uncounted(account), maxBytes);
    this.lookup = new EntryLookup(tree, faults);
    this.removal = new OwnerRemoval(tree, faults, background);
    this.frequencies = new FrequencySketch(maxBytes / USUAL_BYTES);
    Renewals renewals = new Renewals(index, files, disk, faults);
    this.openEntries = new OpenEntries(index, files, renewals);
    Eviction eviction = new Eviction(tree, frequencies, window, random);
    this.budget = new Budget(tree, account, eviction, background, clock);
    start();
  }

  /// Opens the cache below `root`, in any state of the folder and the disk. Deletes unfinished
  /// entries of an earlier process, and counts the existing entries in the background.
  ///
  /// @param maxBytes the budget, in bytes on a disk with blocks of 4 KiB
  public static DiskCache open(Path root, long maxBytes, Telemetry telemetry, Clock clock) {
    RandomGenerator random = RandomGenerator.getDefault();
    return new DiskCache(root, maxBytes, telemetry, clock, new LocalFiles(), random);
  }

  /// Returns the entry of `key` if it was verified recently; null does not prove absence. Never
  /// blocks. The file may be gone or changed when the caller opens it: see [#forget].
  public Content.@Nullable InFile recent(CacheKey key) {
    IndexEntry known = index.use(key);
    return known == null ? null : known.content();
  }

  /// The entries whose files are open.
  public OpenEntries openEntries() {
    return openEntries;
  }

  /// Counts one request for `key`, with or without an entry. Never blocks.
  public void countRequest(CacheKey key) {
    frequencies.add(key);
  }

  /// Whether `key` was requested repeatedly, as far as the counts reach back.
  public boolean often(CacheKey key) {
    return frequencies.often(key);
  }

  /// Counts `key` as requested twice, so that an entry made in advance outlives entries that were
  /// requested once.
  public void expect(CacheKey key) {
    while (!often(key)) {
      frequencies.add(key);
    }
  }

  /// Evicts entries of the owner of `written` to stay within `limit`.
  public void limit(CacheKey written, OwnerLimit limit) {
    try {
      limit.enforce(tree, frequencies, written);
    } catch (IOException fault) {
      faults.note("limit", fault);
    }
  }

  /// Returns the entry of `key`. Verifies its content unless length and modification time are
  /// unchanged since the last verification.
  public Optional<Content.InFile> find(CacheKey key) {
    return read(key, 0).map(Content.InFile.class::cast);
  }

  /// Returns the entry of `key`: as verified bytes in memory if it has at most `maxBytes`,
  /// otherwise as a file, like [#find].
  public Optional<Content> read(CacheKey key, int maxBytes) {
    try {
      Optional<Content> found = lookup.find(key, maxBytes);
      removal.repeat();
      return found;
    } catch (IOException fault) {
      faults.note("read", fault);
      return Optional.empty();
    }
  }

  /// Drops `key` from the index after its file was missing or too short when opened. Never blocks.
  public void forget(CacheKey key) {
    IndexEntry known = index.take(key);
    if (known != null) {
      background.run(() -> recount(key, known));
    }
  }

  /// Writes the remaining bytes of `bytes` as the entry of `key` and replaces an earlier entry. The
  /// position of `bytes` does not change. Empty if the disk fails, or if the entry is empty or
  /// longer than the budget.
  public Optional<Content.InFile> put(CacheKey key, ByteBuffer bytes) {
    try {
      return write(key, bytes.remaining(), entry -> entry.accept(bytes.duplicate()));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Like the other method, with the next `length` bytes of the stream. All of them are read even
  /// if the disk fails.
  ///
  /// @throws IOException only from `bytes`; `EOFException` if the stream ends too early
  public Optional<Content.InFile> put(CacheKey key, long length, InputStream bytes)
      throws IOException {
    return write(key, length, entry -> PendingEntry.copy(bytes, length, entry));
  }

  /// Removes all entries of `owner`, and closes its open files, even those that another program has
  /// deleted. Returns false if the disk may still have some.
  public boolean remove(String owner) {
    boolean removed = removal.of(owner);
    openEntries.drop(owner);
    return removed;
  }

  /// Removes or counts the entries that `request` selects. Blocks until every entry was visited,
  /// and skips entries that the disk refuses.
  public SweepResult sweep(SweepRequest request) {
    Sweep sweep = new Sweep(tree, request.condemned(), request.mode());
    AtomicReference<SweepResult> swept = new AtomicReference<>(SweepResult.NONE);
    walk((ownerFolder, owner) -> {
      if (request.owners().test(owner)) {
        swept.updateAndGet(swept(() -> sweep.of(ownerFolder, owner))::plus);
      }
      request.throttle().pause();
    });
    return swept.get();
  }

  /// Removes the `condemned` entries of `owner`, or only counts them.
  ///
  /// `condemned` runs under a lock and must not call this cache.
  public SweepResult sweep(String owner, Predicate<EntryInfo> condemned, RunMode mode) {
    return swept(() -> new Sweep(tree, condemned, mode).of(tree.ownerFolder(owner), owner));
  }

  private void walk(Sweep.Visitor visitor) {
    try {
      Sweep.each(tree, visitor);
    } catch (IOException fault) {
      faults.note("sweep", fault);
    }
  }

  private SweepResult swept(ShardLock.Action<SweepResult> sweep) {
    try {
      return sweep.run();
    } catch (IOException fault) {
      faults.note("sweep", fault);
      return SweepResult.NONE;
    }
  }

  /// Reads the entries of `owner` and removes damaged and unreadable ones, or only counts them.
  /// This is not counted as a use.
  ///
  /// @param throttle is called after each entry, under no lock
  public ScanTotals prove(String owner, RunMode mode, ReadThrottle throttle) {
    try {
      return lookup.prove(owner, mode, throttle);
    } catch (IOException fault) {
      faults.note("prove", fault);
      return ScanTotals.NONE;
    }
  }

  /// Evicts entries down to the budget minus some slack, if the cache is larger.
  public SweepResult tidy() {
    return budget.tidyAtOnce();
  }

  /// Evicts entries until `bytes` are freed, and does not grow for ten minutes.
  public SweepResult giveWay(long bytes) {
    return budget.giveWay(bytes);
  }

  /// Removes unfinished entries last modified before `young`. Returns their number.
  public int removeDrafts(Instant young) {
    return removeDrafts(young.toEpochMilli());
  }

  private int removeDrafts(long young) {
    Path folder = tree.root().resolve(DRAFTS);
    int removed = 0;
    for (Path pending : tree.listed(() -> tree.children(folder))) {
      removed += removedDraft(pending, young) ? 1 : 0;
    }
    return removed;
  }

  private boolean removedDraft(Path pending, long young) {
    try {
      FileOperations.Stat stat = tree.disk().find(pending);
      boolean old = stat != null && stat.modified() < young;
      if (old) {
        tree.deleteAll(pending);
      }
      return old;
    } catch (IOException fault) {
      faults.note("drafts", fault);
      return false;
    }
  }

  /// Passes each owner with its entries to `visitor` until it returns false. Holds no lock
  /// meanwhile. Blocks until every entry was visited.
  ///
  /// @return whether all entries were visited; false if the disk fails
  public boolean each(BiPredicate<String, List<EntryInfo>> visitor) {
    try {
      return new CacheScan(tree).all(visitor);
    } catch (IOException fault) {
      faults.note("walk", fault);
      return false;
    }
  }

  /// Returns whether [#recent] has `key`, without counting a use. Never blocks.
  public boolean knows(CacheKey key) {
    return index.knows(key);
  }

  /// Reads the `selected` files of `owner` and returns their state. Counts no use, changes nothing.
  public List<CachedFile> traces(String owner, Predicate<CacheKey> selected) {
    try {
      return tree.ownerFolder(owner).traces(selected);
    } catch (IOException fault) {
      faults.note("trace", fault);
      return List.of();
    }
  }

  /// The bytes of the budget that counted entries take.
  public long usedBytes() {
    return account.bytes();
  }

  /// The number of counted entries.
  public long entries() {
    return account.entries();
  }

  /// The number of folders that could not be listed at the last count.
  public long uncountedFolders() {
    return account.estimate().folders();
  }

  /// The bytes of the budget that are set aside for the entries in [#uncountedFolders].
  public long estimatedBytes() {
    return account.estimate().bytes();
  }

  /// Stops the background tasks. Later calls still work, without background tasks.
  @Override
  public void close() {
    openEntries.close();
    background.close();
  }

  /// Waits until no background task is running.
  void settle() {
    background.settle();
  }

  /// Returns whether all entries that existed at the start have been counted.
  boolean counted() {
    return account.exact();
  }

  private void start() {
    try {
      Path left = tree.root().resolve(DRAFTS);
      tree.disk().createFolder(left);
      removeDrafts(Long.MAX_VALUE);
      tree.countAbsent();
    } catch (IOException fault) {
      faults.note("open", fault);
    }
    budget.tidy();
  }

  private Optional<Content.InFile> write(CacheKey key, long length, Filling filling)
      throws IOException {
    long charge = EntryName.charge(length);
    if (!reserve(length, charge)) {
      filling.fill(refused -> {});
      return Optional.empty();
    }
    try (PendingEntry pending = newEntry()) {
      filling.fill(pending::write);
      return publish(key, pending);
    } finally {
      budget.release(charge);
      budget.tidy();
    }
  }

  private boolean reserve(long length, long charge) {
    try {
      return length > 0 && budget.reserve(charge);
    } catch (IOException fault) {
      faults.note("make room", fault);
      return false;
    }
  }

  private PendingEntry newEntry() {
    String name = HexFormat.of().toHexDigits(drafts.incrementAndGet());
    return new PendingEntry(tree.disk(), tree.root().resolve(DRAFTS), name);
  }

  private Optional<Content.InFile> publish(CacheKey key, PendingEntry pending) {
    OwnerFolder ownerFolder = tree.ownerFolder(key.owner());
    try {
      pending.finish(EntryIndex.timeOfUse(clock));
      Content.InFile published = ownerFolder.locked(() -> ownerFolder.publish(key, pending));
      window.add(key, EntryName.charge(published.length()));
      removal.repeat();
      return Optional.of(published);
    } catch (IOException fault) {
      faults.note("write", fault);
      return Optional.empty();
    }
  }

  private void recount(CacheKey key, IndexEntry known) {
    try {
      lookup.recountIfGone(key, known);
    } catch (IOException fault) {
      faults.note("recount", fault);
    }
  }

  /// Delivers the bytes of an entry in pieces.
  @FunctionalInterface
  private interface Filling {
    void fill(Consumer<ByteBuffer> entry) throws IOException;
  }
}
