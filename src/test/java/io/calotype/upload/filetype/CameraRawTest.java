package io.calotype.upload.filetype;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.DiskThreads;
import io.calotype.media.Sha256;
import io.calotype.originals.StagedFile;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraRawTest {
  private static final int[] PICTURE = {254, 4, 1, 0, 262, 3, 1, 2};
  private static final int[] PREVIEW = {254, 4, 1, 1, 262, 3, 1, 2};
  private static final int[] SENSOR = {254, 4, 1, 0, 262, 3, 1, 32803};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IIRO\b\0\0\0",
        "IIRS\b\0\0\0",
        "MMOR\0\0\0\b",
        "IIU\0\b\0\0\0",
        "FUJIFILMCCD-RAW 0201",
        "II\32\0\0\0HEAPCCDR",
        "\0MRM\0\0\0\0",
        "FOVb\0\0\0\0",
        "\0\0\0\30ftypcrx \0\0\0\1crx isom",
        "II*\0\20\0\0\0CR\2\0",
        "II*\0\b\0\0\0IIIIwaR",
        "MM\0*\0\0\0\bMMMMRaw"
      })
  void is_fileOfAMaker_isTrue(String head) throws IOException {
    assertThat(CameraRaw.is(staged(head.getBytes(StandardCharsets.ISO_8859_1)))).isTrue();
  }

  /// DNG names its version in the first directory.
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void is_tiffWithADngVersion_isTrue(boolean bigEndian, boolean big) throws IOException {
    int[] dng = {254, 4, 1, 0, 262, 3, 1, 2, 50706, 1, 4, 257};

    assertThat(CameraRaw.is(staged(tiff(bigEndian, big, dng)))).isTrue();
    assertThat(CameraRaw.is(staged(tiff(bigEndian, big, PICTURE)))).isFalse();
  }

  @Test
  void is_tiffWithASensorBehindIt_isTrue() throws IOException {
    assertThat(CameraRaw.is(staged(tiff(false, false, PICTURE, SENSOR)))).isTrue();
    assertThat(CameraRaw.is(staged(tiff(true, false, SENSOR)))).isTrue();
  }

  @Test
  void is_tiffThatBeginsWithAReducedCopy_isTrue() throws IOException {
    assertThat(CameraRaw.is(staged(tiff(false, false, PREVIEW, PICTURE)))).isTrue();
  }

  @Test
  void is_tiffOfPages_isFalse() throws IOException {
    assertThat(CameraRaw.is(staged(tiff(false, false, PICTURE, PICTURE, PREVIEW)))).isFalse();
    assertThat(CameraRaw.is(staged(tiff(false, false, PREVIEW)))).isFalse();
  }

  /// The decoder refuses those in its own words.
  @Test
  void is_tiffThatIsCutOrLoops_isFalse() throws IOException {
    byte[] whole = tiff(false, false, PICTURE, PICTURE);
    byte[] loop = whole.clone();
    ByteBuffer.wrap(loop).order(ByteOrder.LITTLE_ENDIAN).putInt(8 + 2 + 2 * 12, 8);

    assertThat(CameraRaw.is(staged(loop))).isFalse();
    for (int length = 4; length < whole.length; length++) {
      assertThat(CameraRaw.is(staged(Arrays.copyOf(whole, length)))).isFalse();
    }
  }

  /// Directories one after the other; an entry is a tag, a type, a count and a value.
  private static byte[] tiff(boolean bigEndian, boolean big, int[]... directories) {
    ByteBuffer file = ByteBuffer.allocate(1024);
    file.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    file.put((bigEndian ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    file.putShort((short) (big ? 43 : 42));
    if (big) {
      file.putShort((short) 8).putShort((short) 0).putLong(16);
    } else {
      file.putInt(8);
    }
    for (int i = 0; i < directories.length; i++) {
      directory(file, big, directories[i], i + 1 < directories.length);
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  private static void directory(ByteBuffer file, boolean big, int[] entries, boolean more) {
    int count = entries.length / 4;
    int next = file.position() + (big ? 8 + 20 * count + 8 : 2 + 12 * count + 4);
    number(file, big, count, 2);
    for (int i = 0; i < entries.length; i += 4) {
      file.putShort((short) entries[i]).putShort((short) entries[i + 1]);
      number(file, big, entries[i + 2], 4);
      int start = file.position();
      if (entries[i + 1] == 3) {
        file.putShort((short) entries[i + 3]);
      } else {
        file.putInt(entries[i + 3]);
      }
      file.position(start + (big ? 8 : 4));
    }
    number(file, big, more ? next : 0, 4);
  }

  private static void number(ByteBuffer file, boolean big, int value, int bytes) {
    if (big) {
      file.putLong(value);
    } else if (bytes == 2) {
      file.putShort((short) value);
    } else {
      file.putInt(value);
    }
  }

  private StagedFile staged(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("file"), bytes);
    return new StagedFile(
        file, bytes.length, Sha256.ofText(""), bytes, DiskThreads.of("originals", new Telemetry()));
  }
}
