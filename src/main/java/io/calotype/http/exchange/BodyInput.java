package io.calotype.http.exchange;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A request body as a stream for blocking code. At most about 16 chunks are in memory: the socket
/// is read again once the consumer has taken most of them.
public final class BodyInput extends InputStream {
  private static final int MANY = 16;
  private static final int FEW = 4;

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final ReadStream<Buffer> source;
  private final Context loop;
  private Piece current = new Piece.Bytes(new byte[0]);
  private int position;
  private volatile boolean paused;
  private boolean ended; // used on the event loop only

  /// The body that a connection currently receives.
  private static final AttributeKey<BodyInput> READING = AttributeKey.valueOf("calotype.body");

  private sealed interface Piece {
    @SuppressWarnings("ArrayRecordComponent") // never compared; handed over whole
    record Bytes(byte[] bytes) implements Piece {}

    record End() implements Piece {}

    record Broken(String why) implements Piece {}
  }

  /// Takes over the body `source`. Called on the event loop `loop`.
  BodyInput(ReadStream<Buffer> source, Context loop) {
    this.source = source;
    this.loop = loop;
    source.handler(this::arrived);
    source.endHandler(this::ended);
    source.exceptionHandler(e -> pieces.add(new Piece.Broken("the client has gone away")));
  }

  /// Ends the body that `channel` receives, because its framing is broken. Returns false if there
  /// is none. Called on the event loop.
  public static boolean broken(Channel channel) {
    BodyInput reading = channel.attr(READING).getAndSet(null);
    if (reading == null || reading.ended) {
      return false;
    }
    reading.ended = true;
    reading.pieces.add(new Piece.Broken("the body's framing is broken"));
    return true;
  }

  /// Registers this body with `channel`, for [#broken(Channel)].
  BodyInput on(Channel channel) {
    channel.attr(READING).set(this);
    return this;
  }

  private void ended(Void end) {
    ended = true;
    pieces.add(new Piece.End());
  }

  private void arrived(Buffer buffer) {
    pieces.add(new Piece.Bytes(buffer.getBytes()));
    if (pieces.size() >= MANY) {
      paused = true;
      source.pause();
    }
  }

  private void goOn() {
    if (paused && pieces.size() <= FEW) {
      paused = false;
      source.resume();
    }
  }

  /// A body that ended early, with a reason for the client.
  public static final class BrokenException extends IOException {
    private final String why;

    BrokenException(String why) {
      super(why);
      this.why = why;
    }

    /// The reason in words for the client.
    public String why() {
      return why;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      switch (current) {
        case Piece.Bytes(byte[] bytes) when position < bytes.length -> {
          int count = Math.min(length, bytes.length - position);
          System.arraycopy(bytes, position, target, offset, count);
          position += count;
          return count;
        }
        case Piece.Bytes ignored -> next();
        case Piece.End() -> {
          return -1;
        }
        case Piece.Broken(String why) -> throw new BrokenException(why);
      }
    }
  }

  /// Ends the body behind the bytes that have arrived, because another request has taken over. May
  /// be called by any thread.
  public void interrupt() {
    pieces.add(new Piece.Broken("another request has taken over"));
  }

  /// Discards the rest of the body.
  @Override
  public void close() {
    LoopTasks.run(loop, this::discard);
  }

  private void discard() {
    if (!ended) {
      source.handler(rest -> {});
      source.resume();
    }
  }

  private void next() throws IOException {
    try {
      current = pieces.take();
      position = 0;
      if (paused && pieces.size() <= FEW) {
        LoopTasks.run(loop, this::goOn);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
