package io.calotype.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The real disk, which refuses one step, or every step from one on, as if the program had been
/// killed there. A step is one call, also of a write or close; a write that is refused writes half.
public final class FaultyFiles implements FileOperations {
  private final FileOperations disk = new LocalFiles();
  private long steps;
  private long failing = Long.MAX_VALUE;
  private boolean crash;
  private final Set<Path> damaged = new HashSet<>();
  private @Nullable Path unreadable;
  private @Nullable Path separate;

  /// Refuses the step `step`, from 1, counted from now, and nothing else.
  public synchronized void failAt(long step) {
    steps = 0;
    failing = step;
    crash = false;
  }

  /// Refuses the step `step`, from 1, counted from now, and all that follow.
  public synchronized void crashAt(long step) {
    failAt(step);
    crash = true;
  }

  /// Refuses to open `file`, and counts that as no step.
  public synchronized void spoil(Path file) {
    unreadable = file;
  }

  /// Refuses to list the folder `path` or to delete what is at `path`, and counts that as no step.
  public synchronized void damage(Path path) {
    damaged.add(path);
  }

  /// Takes back every [#damage].
  public synchronized void repair() {
    damaged.clear();
  }

  private synchronized void requireSound(Path path) throws IOException {
    if (damaged.contains(path)) {
      throw new IOException("Input/output error");
    }
  }

  private synchronized boolean spoilt(Path file) {
    return file.equals(unreadable);
  }

  /// Refuses nothing any more.
  ///
  /// @return whether anything has been refused
  public synchronized boolean mend() {
    boolean failed = steps >= failing;
    failing = Long.MAX_VALUE;
    return failed;
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    step();
    requireSound(folder);
    return disk.list(folder);
  }

  @Override
  public Stat stat(Path path) throws IOException {
    step();
    return disk.stat(path);
  }

  @Override
  public SeekableByteChannel open(Path file) throws IOException {
    step();
    if (spoilt(file)) {
      throw new IOException("unreadable");
    }
    return disk.open(file);
  }

  @Override
  public WritableByteChannel create(Path file) throws IOException {
    step();
    return new FaultyChannel(disk.create(file));
  }

  @Override
  public WritableByteChannel createPrivate(Path file) throws IOException {
    step();
    return new FaultyChannel(disk.createPrivate(file));
  }

  @Override
  public WritableByteChannel append(Path file, long length) throws IOException {
    step();
    return new FaultyChannel(disk.append(file, length));
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    step();
    requireTogether(file, name);
    disk.link(file, name);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    step();
    disk.createFolder(folder);
  }

  /// Treats the files below `folder` as those of a file system of its own.
  public synchronized void separate(Path folder) {
    separate = folder;
  }

  private synchronized void requireTogether(Path from, Path to) throws IOException {
    if (separate != null && from.startsWith(separate) != to.startsWith(separate)) {
      throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "other disk");
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step();
    requireTogether(from, to);
    disk.move(from, to);
  }

  @Override
  public void copy(Path from, Path to) throws IOException {
    step();
    disk.copy(from, to);
  }

  @Override
  public void sync(Path path) throws IOException {
    step();
    disk.sync(path);
  }

  @Override
  public void touch(Path file, long modified) throws IOException {
    step();
    disk.touch(file, modified);
  }

  @Override
  public void delete(Path path) throws IOException {
    step();
    requireSound(path);
    disk.delete(path);
  }

  private synchronized void step() throws IOException {
    steps++;
    if (crash ? steps >= failing : steps == failing) {
      throw new IOException("refused at step " + steps);
    }
  }

  private final class FaultyChannel implements WritableByteChannel {
    private final WritableByteChannel channel;

    FaultyChannel(WritableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      try {
        step();
      } catch (IOException refused) {
        channel.write(bytes.duplicate().limit(bytes.position() + bytes.remaining() / 2));
        throw refused;
      }
      return channel.write(bytes);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
      step();
    }
  }
}
