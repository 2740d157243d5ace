package io.calotype.rendition;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Content;
import io.calotype.originals.RenditionStore.Found;
import io.calotype.store.MediaStore;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionResult;
import io.calotype.store.SharedRenditions;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// Fetches renditions that other nodes have made, and writes them to the caches of this node.
final class SharedFetch {
  private final SharedRenditions shared;
  private final MediaStore store;

  SharedFetch(SharedRenditions shared, MediaStore store) {
    this.shared = shared;
    this.store = store;
  }

  /// Returns the rendition if the shared store has it. Blocks.
  ///
  /// Errors: `NotFound` if its media was removed meanwhile.
  Optional<RenditionResult> fetch(Rendition rendition) {
    return shared
        .find(rendition)
        .flatMap(found -> kept(rendition, found))
        .map(content -> new RenditionResult(content, RenditionResult.Origin.SHARED, Duration.ZERO));
  }

  private Optional<Content> kept(Rendition rendition, Found found) {
    return switch (found) {
      case Found.InMemory(ByteBuffer bytes) -> Optional.of(kept(rendition, bytes));
      case Found.Streamed streamed -> kept(rendition, streamed);
    };
  }

  /// The bytes are verified, so that they can be sent even if the record cannot be read again.
  private Content kept(Rendition rendition, ByteBuffer bytes) {
    try {
      store.cache(rendition, bytes);
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.NotFound) {
        throw e;
      }
      EventLog.debug("rendition.not-kept", "rendition", rendition.key());
    }
    return new Content.InMemory(bytes);
  }

  /// Empty if the stream is cut or has other bytes, or if the disk or the catalog refuses them.
  private Optional<Content> kept(Rendition rendition, Found.Streamed streamed) {
    try (streamed) {
      return store.cache(rendition, streamed.length(), streamed.bytes()).map(file -> file);
    } catch (MediaException e) {
      if (e.failure() instanceof Failure.NotFound) {
        throw e;
      }
      return Optional.empty();
    } catch (IOException cut) {
      EventLog.debug("rendition.cut", "rendition", rendition.key());
      return Optional.empty();
    }
  }
}
