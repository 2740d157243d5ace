package io.calotype.imaging.bitmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TilePartsTest {
  @Test
  void ordered_partsTogetherAndCounted_isEmpty() {
    CodestreamFile file = new CodestreamFile(2).part(0, 0, 2).part(0, 1, 2).part(1, 0, 1).end();

    assertThat(ordered(file.bytes())).isEmpty();
    assertThat(ordered(file.boxed())).isEmpty();
  }

  @Test
  void ordered_partsOfTilesAlternate_areTogetherAndCounted() {
    CodestreamFile file =
        new CodestreamFile(2).part(1, 0, 0).part(0, 0, 0).part(1, 1, 2).part(0, 1, 2).end();

    assertThat(ordered(file.bytes())).contains("0.0/2 0.1/2 1.0/2 1.1/2 : 1302 : end");
  }

  @Test
  void ordered_noPartStatesTheirNumber_isCounted() {
    CodestreamFile file = new CodestreamFile(1).part(0, 0, 0).part(0, 1, 0).part(0, 2, 0).end();

    assertThat(ordered(file.bytes())).contains("0.0/3 0.1/3 0.2/3 : 012 : end");
  }

  @Test
  void ordered_numberIsTooSmall_isCounted() {
    CodestreamFile file = new CodestreamFile(1).part(0, 0, 1).part(0, 1, 1).end();

    assertThat(ordered(file.bytes())).contains("0.0/2 0.1/2 : 01 : end");
  }

  @Test
  void ordered_noEndMarker_hasOne() {
    CodestreamFile file = new CodestreamFile(1).part(0, 0, 1);

    assertThat(ordered(file.bytes())).contains("0.0/1 : 0 : end");
  }

  @Test
  void ordered_numberIsTooLarge_isCountedIfTheEndMarkerIsThere() {
    CodestreamFile file = new CodestreamFile(1).part(0, 0, 3).part(0, 1, 3);

    assertThat(ordered(file.bytes())).isEmpty();
    assertThat(ordered(file.end().bytes())).contains("0.0/2 0.1/2 : 01 : end");
  }

  @Test
  void ordered_lastPartStatesNoLength_hasItsLength() {
    CodestreamFile file = new CodestreamFile(1).openPart(0, 0, 1).end();

    assertThat(ordered(file.bytes())).contains("0.0/1 : 0 : end");
  }

  @Test
  void ordered_lengthsOfPartsInTheHeader_areLeftOut() {
    CodestreamFile file =
        new CodestreamFile(2).segment(0xff55, 20).part(1, 0, 1).part(0, 0, 1).end();

    assertThat(joined(file.bytes()).remaining()).isEqualTo(file.bytes().length - 24);
  }

  @Test
  void ordered_packetHeadersInTheMainHeader_keepTheirOrder() {
    CodestreamFile moved = new CodestreamFile(2).segment(0xff60, 9).part(1, 0, 1).part(0, 0, 1);
    CodestreamFile uncounted = new CodestreamFile(1).segment(0xff60, 9).part(0, 0, 0);

    assertThat(ordered(moved.bytes())).isEmpty();
    assertThat(ordered(uncounted.end().bytes())).contains("0.0/1 : 0 : end");
  }

  @Test
  void ordered_jp2_keepsTheBoxesBefore() {
    CodestreamFile file = new CodestreamFile(1).part(0, 0, 0).end();

    ByteBuffer ordered = joined(file.boxed());

    assertThat(ordered.slice(0, 12)).isEqualTo(ByteBuffer.wrap(file.boxed(), 0, 12));
    assertThat(ordered.getInt(12)).isZero();
    assertThat(ordered.remaining()).isEqualTo(20 + file.bytes().length);
  }

  @Test
  void ordered_partIsMissing_isEmpty() {
    assertThat(ordered(new CodestreamFile(2).part(0, 0, 0).end().bytes())).isEmpty();
    assertThat(ordered(new CodestreamFile(1).part(0, 0, 0).part(0, 2, 0).end().bytes())).isEmpty();
    assertThat(ordered(new CodestreamFile(1).part(0, 1, 0).end().bytes())).isEmpty();
    assertThat(ordered(new CodestreamFile(1).part(0, 0, 0).part(0, 0, 0).end().bytes())).isEmpty();
    assertThat(ordered(new CodestreamFile(1).part(0, 0, 0).openPart(0, 1, 0).bytes())).isEmpty();
  }

  @Test
  void ordered_fileIsCut_isEmptyOrHasWholePartsOnly() {
    byte[] whole = new CodestreamFile(1).part(0, 0, 0).part(0, 1, 0).end().boxed();
    for (int length = 0; length < whole.length; length++) {
      Optional<String> cut = ordered(Arrays.copyOf(whole, length));
      assertThat(cut.orElse("0.0/2 0.1/2 : 01 : end")).contains(" : end");
    }
  }

  private static ByteBuffer joined(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuffer piece : TileParts.ordered(ByteBuffer.wrap(file)).orElseThrow()) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      out.writeBytes(bytes);
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  /// `tile.index/count` of every part, the data of all, and whether the end marker follows.
  private static Optional<String> ordered(byte[] file) {
    if (TileParts.ordered(ByteBuffer.wrap(file)).isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer ordered = joined(file);
    StringBuilder parts = new StringBuilder();
    StringBuilder data = new StringBuilder();
    int at = 0;
    while (ordered.getShort(at) != (short) 0xff90) {
      at++;
    }
    while (ordered.getShort(at) == (short) 0xff90) {
      parts.append(ordered.getShort(at + 4)).append('.').append(ordered.get(at + 10));
      parts.append('/').append(ordered.get(at + 11)).append(' ');
      int end = at + ordered.getInt(at + 6);
      data.append(ordered.get(end - 1));
      at = end;
    }
    boolean ended = at == ordered.limit() - 2 && ordered.getShort(at) == (short) 0xffd9;
    return Optional.of(parts + ": " + data + " : " + (ended ? "end" : "no end"));
  }
}
