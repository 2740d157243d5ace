package io.calotype.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.cache.OpenEntry;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.MappedFile;
import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import io.calotype.telemetry.Telemetry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFilesTest {
  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  private final DiskThreads disk = DiskThreads.of("a", new Telemetry());
  private final AtomicInteger ended = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private Path file;

  @SuppressWarnings("NullAway.Init")
  private FileChannel channel;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    file = Files.write(folder.resolve("a"), BYTES);
    channel = FileChannel.open(file);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    disk.close();
  }

  @Test
  void read_file_returnsItsBytesAndEndsTheUse() {
    ByteBuf read = Objects.requireNonNull(SmallFiles.read(entry(BYTES.length)));

    assertThat(read.getByte(4)).isEqualTo(BYTES[4]);
    assertThat(read.release()).isTrue();
    assertThat(ended).hasValue(1);
  }

  @Test
  void lend_mappedFile_endsTheUseWithTheBuffer() throws IOException {
    try (MappedFile mapped = MappedFile.of(channel, BYTES.length)) {
      OpenEntry entry = entry(BYTES.length);
      ByteBuf read =
          Objects.requireNonNull(
              SmallFiles.lend(new OpenEntry(entry.content(), entry.file(), mapped)));

      assertThat(ByteBufUtil.getBytes(read)).isEqualTo(BYTES);
      assertThat(ended).hasValue(0);
      assertThat(read.retainedSlice(1, 2).release()).isFalse();
      assertThat(read.release()).isTrue();
      assertThat(ended).hasValue(1);
    }
  }

  /// Java code may access the bytes: a file that has become shorter is no error of the JVM.
  @Test
  void read_mappedFile_isCopied() throws IOException {
    try (MappedFile mapped = MappedFile.of(channel, BYTES.length)) {
      OpenEntry entry = entry(BYTES.length);
      OpenEntry inMemory = new OpenEntry(entry.content(), entry.file(), mapped);
      ByteBuf read = Objects.requireNonNull(SmallFiles.read(inMemory));
      Files.write(file, new byte[BYTES.length]);

      assertThat(ByteBufUtil.getBytes(read)).isEqualTo(BYTES);
      assertThat(ended).hasValue(1);
      read.release();
    }
  }

  @Test
  void read_fileThatHasBecomeShorter_isNullAndEndsTheUse() {
    assertThat(SmallFiles.read(entry(BYTES.length + 1))).isNull();
    assertThat(ended).hasValue(1);
  }

  @Test
  void read_withoutMemory_endsTheUse() {
    IntFunction<ByteBuf> full =
        length -> {
          throw new OutOfMemoryError("direct");
        };

    assertThatThrownBy(() -> SmallFiles.read(entry(BYTES.length), full))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(ended).hasValue(1);
  }

  private OpenEntry entry(int length) {
    return new OpenEntry(
        new Content.InFile(file, length),
        new OpenFile(channel, disk, ended::incrementAndGet),
        null);
  }
}
