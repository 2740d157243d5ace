package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingsTest {
  private static final Failure.TooLarge TOO_LARGE = new Failure.TooLarge(7);
  private static final byte[] PLAIN = new byte[100_000];

  static {
    new Random(1).nextBytes(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "gzip",
        "x-gzip",
        "GZip",
        "deflate",
        "gzip, deflate",
        ", gzip ,identity",
        "gzip,gzip,gzip"
      })
  void decode_knownCodings_givesThePlainBytes(String header) throws IOException {
    byte[] coded = PLAIN;
    for (String name : header.toLowerCase(Locale.ROOT).split("[ ,]+", -1)) {
      coded = name.endsWith("gzip") ? gzip(coded) : name.equals("deflate") ? zlib(coded) : coded;
    }

    assertThat(decoded(header, coded)).isEqualTo(PLAIN);
  }

  @Test
  void decode_bareDeflate_isTaken() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater bare = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try (OutputStream out = new DeflaterOutputStream(bytes, bare)) {
      out.write(PLAIN);
    }
    bare.end();

    assertThat(decoded("deflate", bytes.toByteArray())).isEqualTo(PLAIN);
  }

  @Test
  void decode_severalMembers_areAllRead() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 10; i++) {
      members.write(gzip(Arrays.copyOfRange(PLAIN, i * 10_000, (i + 1) * 10_000)));
    }

    assertThat(decoded("gzip", members.toByteArray())).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"br", "zstd", "compress", "gzip, br", "x", "gzip;q=1", "gzip,gzip,gzip,gzip"})
  void of_unknownCoding_isRefused(String header) {
    assertThatThrownBy(() -> ContentCodings.of(List.of(header)))
        .hasFieldOrPropertyWithValue("failure", new Failure.UnknownContentCoding());
  }

  @Test
  void decode_allHeaderFields_areSkipped() throws IOException {
    byte[] plain = gzip(PLAIN);
    ByteArrayOutputStream full = new ByteArrayOutputStream();
    full.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0x1f, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7});
    full.writeBytes("name\0comment\0xx".getBytes(StandardCharsets.US_ASCII));
    full.write(plain, 10, plain.length - 10);

    assertThat(decoded("gzip", full.toByteArray())).isEqualTo(PLAIN);
    plain[plain.length - 6] ^= 1; // the checksum
    assertThatThrownBy(() -> decoded("gzip", plain)).isInstanceOf(ZipException.class);
  }

  @Test
  void decode_bomb_endsAtTheLimit() throws IOException {
    byte[] bomb = gzip(gzip(new byte[50_000_000]));

    assertThatThrownBy(() -> decoded("gzip, gzip", bomb))
        .isInstanceOf(MediaException.class)
        .hasFieldOrPropertyWithValue("failure", TOO_LARGE);
  }

  /// Empty blocks: endless work that gives nothing.
  @Test
  void decode_manyBytesThatGiveNothing_endsAtTheLimit() throws IOException {
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    for (int i = 0; i < 50_000; i++) {
      empty.write(gzip(new byte[0]));
    }

    assertThatThrownBy(() -> decoded("gzip, gzip", gzip(empty.toByteArray())))
        .hasFieldOrPropertyWithValue("failure", TOO_LARGE);
  }

  @Test
  void decode_cutOrFalse_isAFault() throws IOException {
    byte[] whole = gzip(PLAIN);

    assertThatThrownBy(() -> decoded("gzip", Arrays.copyOf(whole, 5000)))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> decoded("gzip", new byte[0])).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> decoded("gzip", PLAIN)).isInstanceOf(ZipException.class);
    assertThatThrownBy(() -> decoded("deflate", new byte[] {7, 7, 7, 7}))
        .isInstanceOf(ZipException.class);
  }

  @Test
  void decode_connectionLostBetweenMembers_isAFault() throws IOException {
    InputStream lost =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("lost");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream body = new SequenceInputStream(new ByteArrayInputStream(gzip(PLAIN)), lost);

    assertThatThrownBy(() ->
            ContentCodings.of(List.of("gzip")).decode(body, 200_000, TOO_LARGE).readAllBytes())
        .hasMessage("lost");
  }

  private static byte[] decoded(String header, byte[] coded) throws IOException {
    try (InputStream body =
        ContentCodings.of(List.of(header))
            .decode(new ByteArrayInputStream(coded), 200_000, TOO_LARGE)) {
      return body.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] zlib(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
