package io.calotype.catalog.redis;

import io.calotype.catalog.LegacyRecord;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A text of another program, read in pieces of 256 KiB, each with the timeout of a separate call.
/// It is replaced only if its SHA-1 is that of all pieces together.
public final class LegacyText implements LegacyRecord {
  private static final int PIECE = 256 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final MessageDigest sha1 = sha1();
  private final RedisConnections link;
  private final String key;
  private final long bytes;
  private final KeyTtl lease;
  private final Semaphore readers;

  /// @param bytes its length when it was found
  /// @param readers limits the number of concurrent reads
  LegacyText(RedisConnections link, String key, long bytes, KeyTtl lease, Semaphore readers) {
    this.link = link;
    this.key = key;
    this.bytes = bytes;
    this.lease = lease;
    this.readers = readers;
  }

  /// Its length in bytes when it was found.
  public long bytes() {
    return bytes;
  }

  @Override
  public InputStream text() {
    try {
      if (readers.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Pieces();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    throw new MediaException(new Failure.Overloaded(PATIENCE));
  }

  @Override
  public @Nullable Instant expires() {
    return lease.end();
  }

  @Override
  public boolean replace(Media media, String rest) {
    String record = RecordJson.imported(media, rest);
    if (RecordJson.bytes(record) > StoredTexts.MAX_READ) {
      throw new IllegalArgumentException("so long a record could not be read again");
    }
    return RedisRecordWriter.importRecord(new RedisCall(link), media, record, seen());
  }

  /// Replaces the text by `rest` without members of Calotype, under the same conditions as the
  /// other method.
  public boolean replace(String rest) {
    RedisCall there = new RedisCall(link).at(key);
    List<String> arguments = new ArrayList<>(List.of(there.deadline(), ""));
    arguments.addAll(List.of(RecordJson.emptied(rest), ""));
    arguments.addAll(seen());
    return there.run(RecordScripts.REPLACE, new String[] {key}, arguments.toArray(String[]::new));
  }

  /// The arguments that the scripts compare: the SHA-1 in hex, and the remaining time to live in
  /// milliseconds.
  private List<String> seen() {
    return List.of(HexFormat.of().formatHex(sha1.digest()), String.valueOf(lease.left()));
  }

  private byte[] piece(long from) {
    return new RedisCall(link).at(key).ask(redis -> range(redis, from, from + PIECE - 1));
  }

  /// `GETRANGE` as bytes: a piece may end inside a character.
  private RedisFuture<byte[]> range(
      RedisAsyncCommands<String, String> redis, long first, long last) {
    return redis.dispatch(
        CommandType.GETRANGE,
        new ByteArrayOutput<>(StringCodec.UTF8),
        new CommandArgs<>(StringCodec.UTF8).addKey(key).add(first).add(last));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-1", impossible);
    }
  }

  /// A stream over all pieces.
  private final class Pieces extends InputStream {
    private byte[] piece = {};
    private int next;
    private long read;
    private boolean over;
    private boolean open = true;

    @Override
    public int read() {
      return filled() ? piece[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0 || !filled()) {
        return length == 0 ? 0 : -1;
      }
      int count = Math.min(length, piece.length - next);
      System.arraycopy(piece, next, into, offset, count);
      next += count;
      return count;
    }

    /// Returns whether a byte is available. Reads the next piece if necessary.
    private boolean filled() {
      if (next == piece.length && !over) {
        piece = piece(read);
        next = 0;
        read += piece.length;
        over = piece.length < PIECE;
        sha1.update(piece);
      }
      return next < piece.length;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        readers.release();
      }
    }
  }
}
