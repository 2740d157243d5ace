package io.calotype.http.shortpath;

import io.calotype.cache.OpenEntry;
import io.calotype.catalog.CachingCatalog;
import io.calotype.http.exchange.SmallFiles;
import io.calotype.media.Media;
import io.calotype.rendition.Renditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decides whether known answers are still valid, and finds their bytes. The record comes first:
/// access is decided before any cache.
final class CurrentAnswers {
  private final CachingCatalog catalog;
  private final Renditions renditions;

  CurrentAnswers(CachingCatalog catalog, Renditions renditions) {
    this.catalog = catalog;
    this.renditions = renditions;
  }

  /// Whether the record of `answer` is the current one, and valid without a look at the store. A
  /// change, removal or expiry of the record, or a lost connection to other nodes, makes this
  /// false.
  ///
  /// @param second the current second; a clock that was set back changes `Last-Modified`
  @SuppressWarnings("ReferenceEquality") // the instance that was read, not an equal one
  boolean current(KnownAnswer answer, long second) {
    Media media = answer.basis().media();
    return catalog.recent(media.id()) == media
        && media.lifetime().created().getEpochSecond() <= second;
  }

  /// Returns the bytes to send, and counts the request like the usual path; null if the tier of the
  /// answer does not have them.
  @Nullable ByteBuf body(KnownAnswer answer) {
    return switch (answer.body()) {
      case NONE -> Unpooled.EMPTY_BUFFER;
      case HELD -> found(answer) == null ? null : Unpooled.EMPTY_BUFFER;
      case SENT -> {
        ByteBuffer bytes = found(answer);
        yield bytes == null ? null : Unpooled.wrappedBuffer(bytes);
      }
      case FILE -> {
        OpenEntry open = renditions.findOpenOnly(answer.basis().rendition());
        yield open == null ? null : read(answer, open);
      }
    };
  }

  private @Nullable ByteBuf read(KnownAnswer answer, OpenEntry open) {
    if (open.content().length() != answer.length()) {
      open.close();
      return null;
    }
    ByteBuf bytes = SmallFiles.lend(open);
    if (bytes != null) {
      renditions.countOpenHitOnly(answer.basis().rendition(), answer.length());
    }
    return bytes;
  }

  private @Nullable ByteBuffer found(KnownAnswer answer) {
    return renditions.hit(answer.basis().rendition(), answer.length());
  }
}
