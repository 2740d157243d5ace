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
/// where it announces none, until it is stored or refused. Two or more uploads of one caller take
/// at most half of the bytes together, so that a caller whose bodies trickle leaves room for
/// others.
///
/// Threads: any. Never blocks.
public final class Incoming {
  /// The most uploads of one caller whose bodies are still coming.
  public static final int PER_CALLER = 16;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final long maxBytes;
  private final Map<String, Uses> callers = new HashMap<>();
  private long bytes;

  /// Accepts so many bytes of all uploads together.
  public Incoming(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// What one caller has under way.
  private static final class Uses {
    private int slots;
    private int coming;
    private long bytes;
  }

  /// One upload.
  public final class Slot implements AutoCloseable {
    private final String caller;
    private long held;
    private long received;
    private final Uses uses;
    private boolean arrived;
    private boolean closed;

    private Slot(String caller, Uses uses) {
      this.caller = caller;
      this.uses = uses;
    }

    /// `body`, whose bytes are counted as they are read.
    ///
    /// Errors of every read: `IncomingFull`, `TooMuchIncoming`.
    public InputStream counted(InputStream body) {
      return new Counted(body);
    }

    /// Its body has come, and its caller may begin another.
    public void arrived() {
      synchronized (Incoming.this) {
        if (!arrived) {
          arrived = true;
          uses.coming--;
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
        if (uses.slots > 1 && more > maxBytes / 2 - uses.bytes) {
          throw new MediaException(new Failure.TooMuchIncoming(maxBytes / 2, RETRY_AFTER));
        }
        bytes += more;
        uses.bytes += more;
        held += more;
      }
    }

    @Override
    public void close() {
      arrived();
      synchronized (Incoming.this) {
        if (closed) {
          return;
        }
        closed = true;
        bytes -= held;
        uses.bytes -= held;
        uses.slots--;
        if (uses.slots == 0) {
          callers.remove(caller);
        }
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
  ///   Errors: `TooManyUploads`, `TooMuchIncoming`, `IncomingFull`.
  public synchronized Slot open(String caller, long announced) {
    Uses uses = callers.computeIfAbsent(caller, _ -> new Uses());
    if (uses.coming >= PER_CALLER) {
      throw new MediaException(new Failure.TooManyUploads(PER_CALLER, RETRY_AFTER));
    }
    uses.slots++;
    uses.coming++;
    Slot slot = new Slot(caller, uses);
    try {
      slot.hold(announced);
    } catch (MediaException refused) {
      slot.close();
      throw refused;
    }
    return slot;
  }
}
