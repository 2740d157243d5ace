package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Limits uploads in progress: their number per caller, and their bytes in total.
///
/// An upload counts with its announced length from its start. Without one, it counts with the bytes
/// received. It counts until it is stored or rejected. Two or more uploads of one caller may use at
/// most half of the total, and so may all uploads with tickets: slow bodies of one caller, and of
/// those to whom others give tickets, must leave room for others.
///
/// Threads: any. Never blocks.
public final class Incoming {
  /// Maximum number of uploads of one caller whose bodies are incomplete.
  public static final int PER_CALLER = 16;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final long maxBytes;
  private final Map<CallerKey, Uses> callers = new HashMap<>();
  private long bytes;
  private long ticketed;

  /// Creates a limit of `maxBytes` for all uploads together.
  public Incoming(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// The uploads in progress of one caller.
  private static final class Uses {
    private int slots;
    private int coming;
    private long bytes;
  }

  /// One upload in progress.
  public final class Slot implements AutoCloseable {
    private final CallerKey caller;
    private long held;
    private long received;
    private final Uses uses;
    private boolean arrived;
    private boolean closed;

    private Slot(CallerKey caller, Uses uses) {
      this.caller = caller;
      this.uses = uses;
    }

    /// Returns `body`, counting its bytes as they are read.
    ///
    /// Errors of every read: `IncomingFull`, `TooMuchIncoming`.
    public InputStream counted(InputStream body) {
      return new Counted(body);
    }

    /// Marks the body as complete; its caller may start another upload.
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
        if (caller.ticketed() && ticketed > 0 && more > maxBytes / 2 - ticketed) {
          throw new MediaException(new Failure.IncomingFull(RETRY_AFTER));
        }
        ticketed += caller.ticketed() ? more : 0;
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
        ticketed -= caller.ticketed() ? held : 0;
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

  /// Starts an upload of `caller`.
  ///
  /// Errors: `TooManyUploads`, `TooMuchIncoming`, `IncomingFull`.
  ///
  /// @param announced length announced by the client, in bytes; 0 if none
  public synchronized Slot open(CallerKey caller, long announced) {
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
