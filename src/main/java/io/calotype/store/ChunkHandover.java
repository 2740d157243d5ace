package io.calotype.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Hands bytes from the thread that reads a renderer's pipe to a disk thread. The disk thread may
/// hang and be abandoned. Only the first thread ever touches the pipe.
///
/// A bounded queue of [#PIECES] chunks of [#PIECE] bytes lies between the two threads.
///
/// Threads: one fills, another drains.
final class ChunkHandover implements AutoCloseable {
  private static final int PIECE = 1 << 16;
  private static final int PIECES = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private long patience;
  private boolean complete;
  private boolean over;

  /// Creates an empty handover.
  ///
  /// @param patience the total time that the disk may block the filling thread
  ChunkHandover(Duration patience) {
    this.patience = patience.toNanos();
  }

  /// Reads the bytes on the disk thread.
  @FunctionalInterface
  interface Drain<T> {
    /// Returns the result computed from the bytes in `taken`.
    ///
    /// @param taken throws `IOException` once the filling thread has given up
    T apply(InputStream taken) throws IOException;
  }

  /// Returns the time left of the patience; zero once the disk has used it up.
  Duration patience() {
    return Duration.ofNanos(Math.max(0, patience));
  }

  /// Reads `length` bytes of `bytes` and passes them to the other thread. Stops early if that
  /// thread has ended, or has taken no chunk before the patience runs out.
  ///
  /// Errors: an `IOException` of `bytes` only; `EOFException` if they end too early.
  void fill(InputStream bytes, long length) throws IOException {
    boolean taken = true;
    for (long left = length; left > 0 && taken; ) {
      byte[] piece = bytes.readNBytes((int) Math.min(left, PIECE));
      if (piece.length == 0) {
        throw new EOFException(left + " bytes are missing");
      }
      left -= piece.length;
      taken = offer(piece);
    }
    complete(taken);
  }

  /// Runs `drain` on the disk thread and returns its result.
  <T> T drainedBy(Drain<T> drain) throws IOException {
    try {
      return drain.apply(new Taken());
    } finally {
      close();
    }
  }

  /// Ends the exchange: neither thread waits for the other any more.
  @Override
  public void close() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void complete(boolean all) {
    lock.lock();
    try {
      complete = all;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean offer(byte[] piece) {
    lock.lock();
    try {
      while (pieces.size() == PIECES && !over && patience > 0) {
        patience = changed.awaitNanos(patience);
      }
      boolean room = pieces.size() < PIECES && !over;
      if (room) {
        pieces.add(piece);
        changed.signalAll();
      }
      return room;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Returns the next chunk; empty at the end.
  private Optional<byte[]> take() throws IOException {
    lock.lock();
    try {
      while (pieces.isEmpty() && !complete && !over) {
        changed.await();
      }
      if (pieces.isEmpty() && !complete) {
        throw new IOException("the bytes have been given up");
      }
      Optional<byte[]> piece = Optional.ofNullable(pieces.poll());
      changed.signalAll();
      return piece;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    } finally {
      lock.unlock();
    }
  }

  /// The bytes as the disk thread reads them.
  private final class Taken extends InputStream {
    private byte[] piece = new byte[0];
    private int at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length > 0 && at == piece.length) {
        Optional<byte[]> next = take();
        if (next.isEmpty()) {
          return -1;
        }
        piece = next.get();
        at = 0;
      }
      int count = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, into, offset, count);
      at += count;
      return count;
    }
  }
}
