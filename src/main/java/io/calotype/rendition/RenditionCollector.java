package io.calotype.rendition;

import io.calotype.imaging.Sink;
import io.calotype.media.Content;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.store.MediaStore;
import io.calotype.store.Rendition;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Receives one rendition from a renderer. A small one goes to direct memory. A large one goes
/// straight to the disk cache, so that a slow client holds a file and no memory.
final class RenditionCollector implements Sink {
  private static final int MAX_BYTES_IN_MEMORY = 8 << 20;
  private static final int CHUNK = 64 << 10;

  private final Rendition rendition;
  private final MediaStore store;
  private @Nullable Content content;
  private boolean lostToDisk;
  private boolean memoryOnly;

  RenditionCollector(Rendition rendition, MediaStore store) {
    this.rendition = rendition;
    this.store = store;
  }

  @Override
  public void accept(RenditionSpec spec, long length, InputStream bytes) throws IOException {
    if (memoryOnly || length <= MAX_BYTES_IN_MEMORY) {
      content = new Content.InMemory(direct(Math.toIntExact(length), bytes));
    } else {
      content = store.publish(rendition, length, bytes).orElse(null);
      lostToDisk = content == null;
    }
  }

  /// Returns whether the disk refused a large rendition midway, so that it must be rendered again.
  boolean lostToDisk() {
    return lostToDisk;
  }

  /// Keeps renditions of any size in memory from now on.
  void keepInMemory() {
    memoryOnly = true;
    lostToDisk = false;
  }

  /// Publishes a rendition held in memory. One in a file is already published.
  void publish() {
    if (content instanceof Content.InMemory(ByteBuffer bytes)) {
      store.publish(rendition, bytes);
    }
  }

  Content content() {
    if (content == null) {
      throw new IllegalStateException("the renderer has sent nothing");
    }
    return content;
  }

  private static ByteBuffer direct(int length, InputStream bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(length);
    byte[] chunk = new byte[Math.min(CHUNK, length)];
    while (buffer.hasRemaining()) {
      int read = bytes.read(chunk, 0, Math.min(chunk.length, buffer.remaining()));
      if (read < 0) {
        throw new EOFException("a rendition ends early");
      }
      buffer.put(chunk, 0, read);
    }
    return buffer.flip().asReadOnlyBuffer();
  }
}
