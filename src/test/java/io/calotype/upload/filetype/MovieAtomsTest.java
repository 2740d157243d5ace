package io.calotype.upload.filetype;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MovieAtomsTest {
  private static final Charset ASCII = StandardCharsets.US_ASCII;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "moov 108 mvhd",
        "mdat 100000 x",
        "wide 8 -, mdat 5000 x",
        "free 24 -, moov 108 mvhd",
        "skip 24 -, mdat 5000 x",
        "pnot 20 -, PICT 100 x, moov 300 cmov",
        "free 24 -, free 9000 x"
      })
  void sniff_moviesAtoms_isQuickTime(String atoms) {
    assertThat(Sniffer.sniff(head(atoms))).contains(MediaType.QUICKTIME);
  }

  @ParameterizedTest
  @CsvSource({"'free 24 -, ftyp 20 isom', MP4", "'wide 8 -, ftyp 20 qt  ', QUICKTIME"})
  void sniff_fileTypeBehindOtherAtoms_decides(String atoms, MediaType type) {
    assertThat(Sniffer.sniff(head(atoms))).contains(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "moov 108 xxxx",
        "moov 4 mvhd",
        "free 24 -, xxxx 40 x",
        "trak 100 tkhd",
        "wide 8 -, mdat 3 x",
        "MOOV 108 mvhd"
      })
  void sniff_anythingElse_isNone(String atoms) {
    assertThat(Sniffer.sniff(head(atoms))).isEmpty();
  }

  @Test
  void sniff_longLength_isRead() {
    ByteBuffer atom =
        ByteBuffer.allocate(64).putInt(1).put("mdat".getBytes(ASCII)).putLong(5L << 32);

    assertThat(Sniffer.sniff(atom.array())).contains(MediaType.QUICKTIME);
    atom.putLong(8, 15);
    assertThat(Sniffer.sniff(atom.array())).isEmpty();
    atom.putLong(8, -1);
    assertThat(Sniffer.sniff(atom.array())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'mdat 5000 x, moov 108 mvhd', true",
    "'moov 108 mvhd, mdat 5000 x', true",
    "'mdat 5000 x', false",
    "'mdat 5000 x, moov 0 -', true",
    "'mdat 0 x, moov 108 mvhd', false",
    "'mdat 5000 x, free 16 -', false"
  })
  void hasMovie_always_needsOne(String atoms, boolean expected) throws IOException {
    Path file = Files.write(folder.resolve("movie"), file(atoms));

    assertThat(hasMovie(file)).isEqualTo(expected);
  }

  @Test
  void hasMovie_cutMediaDataBeforeIt_isFalse() throws IOException {
    byte[] whole = file("mdat 5000 x, moov 108 mvhd");
    Path file = Files.write(folder.resolve("movie"), Arrays.copyOf(whole, 4000));

    assertThat(hasMovie(file)).isFalse();
  }

  private static boolean hasMovie(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return MovieAtoms.hasMovie(channel);
    }
  }

  private static byte[] head(String atoms) {
    byte[] file = file(atoms);
    return Arrays.copyOf(file, Math.min(file.length, 4096));
  }

  /// Atoms as `type length first-child`, in a row.
  private static byte[] file(String atoms) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (String atom : atoms.split(", ", -1)) {
      String[] parts = atom.split(" ", 3);
      int length = Integer.parseInt(parts[1]);
      ByteBuffer bytes = ByteBuffer.allocate(Math.max(length, 24));
      bytes.putInt(length).put(parts[0].getBytes(ASCII));
      if (parts[0].equals("ftyp")) {
        bytes.put(parts[2].getBytes(ASCII));
      } else if (length >= 16) {
        bytes.putInt(length - 8).put(Arrays.copyOf(parts[2].getBytes(ASCII), 4));
      }
      file.write(bytes.array(), 0, Math.max(length, 8));
    }
    return file.toByteArray();
  }
}
