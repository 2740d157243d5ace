package io.calotype.upload.resumable;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.TestClock;
import io.calotype.failure.Failure;
import io.calotype.media.Owner;
import io.calotype.originals.StagedFile;
import io.calotype.upload.UploadBound;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.Uploader;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeLimitTest {
  private static final int HEAD = StagedFile.HEAD_BYTES;
  private static final long PICTURE = 10_000;
  private static final UploadBound BOUND = new UploadBound(new UploadLimits(PICTURE, 20_000), null);
  private static final byte[] JPEG =
      Arrays.copyOf(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}, HEAD);
  private static final byte[] MP4 =
      Arrays.copyOf(new byte[] {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm'}, HEAD);

  private static TypeLimit limit(long length, long offset, UploadHead.Role role) {
    UploadHead head =
        new UploadHead(
            new TestClock().instant(), Uploader.of(new Owner("key:a")), role, Map.of(), "");
    return new TypeLimit(
        BOUND, new UploadState(ResumableId.fresh(null), head, length, offset, null));
  }

  private static TypeLimit limit(long length) {
    return limit(length, 0, new UploadHead.Role.Alone());
  }

  @Test
  void check_ofAPictureBeyondItsLimit_refusesIt() {
    assertThatThrownBy(() -> limit(PICTURE + 1).check(JPEG, HEAD))
        .hasFieldOrPropertyWithValue("failure", new Failure.TooLarge(PICTURE));
  }

  @Test
  void check_ofAPictureWithinItsLimit_passes() {
    assertThatCode(() -> limit(PICTURE).check(JPEG, HEAD)).doesNotThrowAnyException();
  }

  @Test
  void check_ofAVideo_passes() {
    assertThatCode(() -> limit(20_000).check(MP4, HEAD)).doesNotThrowAnyException();
  }

  @Test
  void check_inSmallPieces_waitsForTheHead() {
    TypeLimit limit = limit(PICTURE + 1);

    assertThatCode(() -> limit.check(JPEG, HEAD - 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> limit.check(JPEG, 1))
        .hasFieldOrPropertyWithValue("failure", new Failure.TooLarge(PICTURE));
  }

  @Test
  void check_ofLaterBytesAndOfAPart_passes() {
    TypeLimit later = limit(PICTURE + 1, 1, new UploadHead.Role.Alone());
    TypeLimit part = limit(PICTURE + 1, 0, new UploadHead.Role.Part());

    assertThatCode(() -> later.check(JPEG, HEAD)).doesNotThrowAnyException();
    assertThatCode(() -> part.check(JPEG, HEAD)).doesNotThrowAnyException();
  }
}
