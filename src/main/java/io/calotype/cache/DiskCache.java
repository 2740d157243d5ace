package io.calotype.cache;

import io.calotype.media.Content;
import io.calotype.telemetry.Telemetry;
import java.io.EOFException;
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
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Entries on local disk, within a budget: `<root>/ab/cd/<owner>/<name>.<length>-<crc32c>.<ext>`.
///
/// No byte is handed out that was not checked against its file's name since the program started. An
/// entry is written to `<root>/.new/` and renamed, and never synced: what a crash has torn does not
/// match its name any more, and is a miss. A disk that refuses makes a cache that misses and
/// refuses; it is asked again every time, so that the cache is there again when the disk is.
///
/// Every use, also one from memory, belongs in [#recent]: entries not used for longest go first.
public final class DiskCache implements AutoCloseable {
  private static final String DRAFTS = ".new";
  private static final int PIECE = 1 << 16;
  private static final int USUAL_BYTES = 16 << 10;

  private final AtomicLong drafts = new AtomicLong();
  private final BackgroundTasks background = new BackgroundTasks();
  private final SpaceAccount account = new SpaceAccount(FolderTree.SHARDS);
  private final Clock clock;
  private final DiskFaults faults;
  private final EntryIndex index;
  private final FrequencySketch asked;
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
      Disk disk,
      RandomGenerator random) {
    this.clock = clock;
    this.faults = new DiskFaults(telemetry, clock);
    this.window = new AdmissionWindow(maxBytes);
    this.index = new EntryIndex(window, disk, clock, background, faults);
    this.tree = new FolderTree(root, disk, index, faults, FolderTree.uncounted(account), maxBytes);
    this.lookup = new EntryLookup(tree, faults);
    this.removal = new OwnerRemoval(tree, faults, background);
    this.asked = new FrequencySketch(maxBytes / USUAL_BYTES);
    Eviction eviction = new Eviction(tree, asked, window, random);
    this.budget = new Budget(tree, account, eviction, background, clock);
    start();
  }

  /// Opens the cache below `root`, whatever is there and whether the disk works or not. What was
  /// left behind of entries being written is deleted; what there is, is counted in the background.
  ///
  /// @param maxBytes the budget, in bytes on a disk with blocks of 4 KiB
  public static DiskCache open(Path root, long maxBytes, Telemetry telemetry, Clock clock) {
    RandomGenerator random = RandomGenerator.getDefault();
    return new DiskCache(root, maxBytes, telemetry, clock, new LocalDisk(), random);
  }

  /// The entry of `key` if it has been checked lately; null says nothing of the disk. Never blocks.
  /// The file may be gone or changed by the time that it is opened: see [#forget].
  public Content.@Nullable InFile recent(CacheKey key) {
    IndexEntry known = index.use(key);
    return known == null ? null : known.content();
  }

  /// Counts one request for `key`, whether it has an entry or not. Never blocks.
  public void asked(CacheKey key) {
    asked.add(key);
  }

  /// Takes `key` to be asked for twice: an entry made ahead outlives those that were asked for
  /// once.
  public void expect(CacheKey key) {
    while (asked.frequency(key) < Eviction.OFTEN) {
      asked.add(key);
    }
  }

  /// Keeps the entries of the owner of `written` within `limit`.
  public void limit(CacheKey written, OwnerLimit limit) {
    try {
      limit.enforce(tree, asked, written);
    } catch (IOException fault) {
      faults.note("limit", fault);
    }
  }

  /// The entry of `key`, checked now unless it is as it was when it was checked last.
  public Optional<Content.InFile> find(CacheKey key) {
    return read(key, 0).map(Content.InFile.class::cast);
  }

  /// The entry of `key`: its bytes, checked as they were read, where there are at most `maxBytes`;
  /// otherwise its file, as [#find] gives it.
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

  /// Takes note that the file of `key` was gone or too short when it was opened. Never blocks.
  public void forget(CacheKey key) {
    IndexEntry known = index.take(key);
    if (known != null) {
      background.run(() -> recount(key, known));
    }
  }

  /// Writes what remains of `bytes`, which stays as it is, as the entry of `key`, in place of what
  /// the key had before. Empty where the disk refuses, or where the entry is empty or longer than
  /// the budget.
  public Optional<Content.InFile> put(CacheKey key, ByteBuffer bytes) {
    try {
      return write(key, bytes.remaining(), entry -> entry.accept(bytes.duplicate()));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Writes the next `length` bytes of `bytes` as the entry of `key`, as the other method does. All
  /// of them are taken whatever the disk says.
  ///
  /// @throws IOException from `bytes` alone, an `EOFException` where they end too early
  public Optional<Content.InFile> put(CacheKey key, long length, InputStream bytes)
      throws IOException {
    return write(key, length, entry -> copy(bytes, length, entry));
  }

  /// Removes all entries of `owner`.
  ///
  /// @return how many bytes of the budget they took; 0 where the disk refuses, which may leave some
  public long remove(String owner) {
    return removal.of(owner);
  }

  /// Removes what `round` says, or only counts it. Blocks for as long as it takes to look at every
  /// entry there is; what the disk refuses is passed over.
  public SweepResult sweep(SweepRequest round) {
    Sweep sweep = new Sweep(tree, round.condemned(), round.dry());
    AtomicReference<SweepResult> swept = new AtomicReference<>(SweepResult.NONE);
    walk((shelf, owner) -> {
      if (round.owners().test(owner)) {
        swept.updateAndGet(swept(() -> sweep.of(shelf, owner))::plus);
      }
      round.rest().run();
    });
    return swept.get();
  }

  /// Removes the entries of `owner` that are `condemned`, or only counts them where it is `dry`.
  ///
  /// `condemned` is asked under a lock, and must not ask this cache for anything.
  public SweepResult sweep(String owner, Predicate<EntryInfo> condemned, boolean dry) {
    return swept(() -> new Sweep(tree, condemned, dry).of(tree.shelf(owner), owner));
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

  /// Reads the entries of `owner`, and removes what is not as its name says, or only counts it
  /// where it is `dry`. So it is with what cannot be read. None of it counts as a use.
  ///
  /// @param read is told how many bytes of an entry were read, after each, under no lock
  public ScanTotals prove(String owner, boolean dry, LongConsumer read) {
    try {
      return lookup.prove(owner, dry, read);
    } catch (IOException fault) {
      faults.note("prove", fault);
      return ScanTotals.NONE;
    }
  }

  /// Brings the cache down to its budget, with some slack, where it has not come to that yet.
  public SweepResult tidy() {
    return budget.tidyAtOnce();
  }

  /// Evicts entries until `bytes` are freed, and does not grow for ten minutes.
  public SweepResult giveWay(long bytes) {
    return budget.giveWay(bytes);
  }

  /// Removes what was being written before `young` and never came to its end. Says how much it was.
  public int removeDrafts(Instant young) {
    return removeDrafts(young.toEpochMilli());
  }

  private int removeDrafts(long young) {
    Path folder = tree.root().resolve(DRAFTS);
    int removed = 0;
    for (Path draft : tree.listed(() -> tree.children(folder))) {
      removed += removedDraft(draft, young) ? 1 : 0;
    }
    return removed;
  }

  private boolean removedDraft(Path draft, long young) {
    try {
      Disk.Stat stat = tree.disk().find(draft);
      boolean old = stat != null && stat.modified() < young;
      if (old) {
        tree.deleteAll(draft);
      }
      return old;
    } catch (IOException fault) {
      faults.note("drafts", fault);
      return false;
    }
  }

  /// Shows each owner with its entries to `visitor`, for as long as that wants more, and locks
  /// nothing meanwhile. Blocks for as long as it takes to look at every entry there is.
  ///
  /// @return whether all were shown: not where the disk refuses
  public boolean each(BiPredicate<String, List<EntryInfo>> visitor) {
    try {
      return new CacheScan(tree).all(visitor);
    } catch (IOException fault) {
      faults.note("walk", fault);
      return false;
    }
  }

  /// Whether [#recent] has `key`. That is no use of it. Never blocks.
  public boolean knows(CacheKey key) {
    return index.knows(key);
  }

  /// The files that `owner` has of what is `wanted`, read to their ends. That is no use of them,
  /// and changes nothing.
  public List<CachedFile> traces(String owner, Predicate<CacheKey> wanted) {
    try {
      return tree.shelf(owner).traces(wanted);
    } catch (IOException fault) {
      faults.note("trace", fault);
      return List.of();
    }
  }

  /// How much of the budget is taken by entries, as far as they have been counted.
  public long usedBytes() {
    return account.bytes();
  }

  /// How many entries there are, as far as they have been counted.
  public long entries() {
    return account.entries();
  }

  /// How many folders could not be listed when they were counted last.
  public long uncountedFolders() {
    return account.estimate().folders();
  }

  /// How much of the budget is set aside for the entries in [#uncountedFolders].
  public long estimatedBytes() {
    return account.estimate().bytes();
  }

  /// Ends what is done in the background. What is called afterwards works still, without it.
  @Override
  public void close() {
    background.close();
  }

  /// Waits until nothing is done in the background.
  void settle() {
    background.settle();
  }

  /// Whether all that was there at the start has been counted.
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
    try (PendingEntry draft = draft()) {
      filling.fill(draft::write);
      return publish(key, draft);
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

  private PendingEntry draft() {
    String name = HexFormat.of().toHexDigits(drafts.incrementAndGet());
    return new PendingEntry(tree.disk(), tree.root().resolve(DRAFTS), name);
  }

  private Optional<Content.InFile> publish(CacheKey key, PendingEntry draft) {
    OwnerFolder shelf = tree.shelf(key.owner());
    try {
      draft.finish(EntryIndex.timeOfUse(clock));
      Content.InFile published = shelf.locked(() -> shelf.publish(key, draft));
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

  private static void copy(InputStream bytes, long length, Consumer<ByteBuffer> entry)
      throws IOException {
    byte[] piece = new byte[Math.clamp(length, 0, PIECE)];
    for (long left = length; left > 0; ) {
      int read = bytes.read(piece, 0, (int) Math.min(left, piece.length));
      if (read < 0) {
        throw new EOFException(left + " bytes are missing");
      }
      entry.accept(ByteBuffer.wrap(piece, 0, read));
      left -= read;
    }
  }

  /// Delivers the bytes of an entry, piece by piece.
  @FunctionalInterface
  private interface Filling {
    void fill(Consumer<ByteBuffer> entry) throws IOException;
  }
}
