package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The uploads that are under way: not too many of one caller, and not too many bytes of all.
///
/// An upload counts with its announced length from its beginning, or with the bytes that have come
/// where it announces none, until it is stored or refused.
///
/// Threads: any. Never blocks.
public final class Incoming {
  /// The most uploads of one caller whose bodies are still coming.
  public static final int PER_CALLER = 16;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final long maxBytes;
  private final Map<String, Integer> coming = new HashMap<>();
  private long bytes;

  /// Accepts so many bytes of all uploads together.
  public Incoming(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// One upload.
  public final class Slot implements AutoCloseable {
    private final String caller;
    private long held;
    private long received;
    private boolean arrived;

    private Slot(String caller) {
      this.caller = caller;
    }

    /// `body`, whose bytes are counted as they are read.
    ///
    /// Errors of every read: `IncomingFull`.
    public InputStream counted(InputStream body) {
      return new Counted(body);
    }

    /// Its body has come, and its caller may begin another.
    public void arrived() {
      synchronized (Incoming.this) {
        if (!arrived) {
          arrived = true;
          coming.computeIfPresent(caller, (key, count) -> count == 1 ? null : count - 1);
        }
      }
    }

    private void receive(int count) {
      received += count;
      if (received > held) {
        hold(received - held);
      }
    }

    private void hold(long more) {
      synchronized (Incoming.this) {
        if (more > maxBytes - bytes) {
          throw new MediaException(new Failure.IncomingFull(RETRY_AFTER));
        }
        bytes += more;
        held += more;
      }
    }

    @Override
    public void close() {
      arrived();
      synchronized (Incoming.this) {
        bytes -= held;
        held = 0;
      }
    }

    private final class Counted extends FilterInputStream {
      Counted(InputStream body) {
        super(body);
      }

      @Override
      public int read() throws IOException {
        int read = super.read();
        receive(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        receive(Math.max(0, count));
        return count;
      }
    }
  }

  /// Begins an upload of `caller`.
  ///
  /// @param announced how many bytes its client has announced; 0 where it has not
  ///
  ///   Errors: `TooManyUploads`, `IncomingFull`.
  public synchronized Slot open(String caller, long announced) {
    if (coming.getOrDefault(caller, 0) >= PER_CALLER) {
      throw new MediaException(new Failure.TooManyUploads(PER_CALLER, RETRY_AFTER));
    }
    Slot slot = new Slot(caller);
    slot.hold(announced);
    coming.merge(caller, 1, Integer::sum);
    return slot;
  }
}
