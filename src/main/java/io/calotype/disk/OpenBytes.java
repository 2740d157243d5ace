package io.calotype.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes that are open for reading from any position: a local file, or an object in a remote store.
///
/// One thread at a time may use it.
public interface OpenBytes extends Closeable {
  /// Announces that the `length` bytes from `position` on are read next, in order. A remote store
  /// then requests no more than these.
  default void announce(long position, long length) {}

  /// Reads into `piece` from `position` until it is full or the bytes end. Blocks.
  ///
  /// After a failure `piece` must not be used again: the operation may still be running.
  ///
  /// Errors: `StoreUnavailable`; any `IOException` of the store.
  ///
  /// @return the number of bytes read; 0 at the end
  int read(ByteBuffer piece, long position) throws IOException;

  /// Ends the use. Never blocks and never fails.
  @Override
  void close();
}
