package io.calotype.cache;

import io.calotype.disk.MappedFile;
import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/// A verified entry and its open file. The file stays readable if the entry is deleted meanwhile.
///
/// @param content the entry
/// @param file the open file, which others may use at the same time at positions of their own
/// @param mapped the same file in memory, until [#close]; null if it is not mapped
public record OpenEntry(Content.InFile content, OpenFile file, @Nullable MappedFile mapped)
    implements Closeable {
  /// Ends the use. Never blocks.
  @Override
  public void close() {
    file.close();
  }
}
