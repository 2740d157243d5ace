package io.calotype.rendition;

import io.calotype.imaging.Sink;
import io.calotype.media.Content;
import io.calotype.media.RenditionSpec;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Takes one rendition from a renderer: a small one into direct memory, a large one straight into
/// the disk cache, so that a client that reads slowly holds a file and not memory.
final class RenditionCollector implements Sink {
  private static final int MAX_BYTES_IN_MEMORY = 8 << 20;
  private static final int CHUNK = 64 << 10;

  private final Rendition rendition;
  private final Publisher publisher;
  private @Nullable Content content;
  private boolean lostToDisk;
  private boolean memoryOnly;

  RenditionCollector(Rendition rendition, Publisher publisher) {
    this.rendition = rendition;
    this.publisher = publisher;
  }

  @Override
  public void accept(RenditionSpec spec, long length, InputStream bytes) throws IOException {
    if (memoryOnly || length <= MAX_BYTES_IN_MEMORY) {
      content = new Content.InMemory(direct(Math.toIntExact(length), bytes));
    } else {
      content = publisher.publish(rendition, length, bytes).orElse(null);
      lostToDisk = content == null;
    }
  }

  /// Whether the disk has refused a large rendition half way, so that it must be made again.
  boolean lostToDisk() {
    return lostToDisk;
  }

  /// From now on keeps a rendition of any size in memory.
  void keepInMemory() {
    memoryOnly = true;
    lostToDisk = false;
  }

  /// Publishes what is in memory; what is in a file has been published already.
  void publish() {
    if (content instanceof Content.InMemory(ByteBuffer bytes)) {
      publisher.publish(rendition, bytes);
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
