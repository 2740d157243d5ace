package io.calotype.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Reads the pipe of a process on its own platform thread.
///
/// A virtual thread that blocks in a pipe read occupies its carrier. As many blocked reads as there
/// are carriers would stop every virtual thread of this program.
///
/// Threads: one at a time.
public final class PipeInput extends InputStream {
  private static final int IDLE_SECONDS = 10;

  private final InputStream pipe;
  private final ExecutorService reader =
      new ThreadPoolExecutor(
          0,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("pipe").factory());

  /// Reads `pipe`, and closes it with this stream.
  public PipeInput(InputStream pipe) {
    this.pipe = pipe;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return awaited(() -> pipe.read(target, offset, length));
  }

  @Override
  public int available() throws IOException {
    return pipe.available();
  }

  private int awaited(Callable<Integer> read) throws IOException {
    try {
      return reader.submit(read).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    reader.shutdown();
    pipe.close();
  }
}
