package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.fuzz.FuzzTarget;
import io.calotype.imaging.Output;
import io.calotype.imaging.Priority;
import io.calotype.imaging.RenditionCheck;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.Urgency;
import io.calotype.imaging.queue.FairPermits;
import io.calotype.imaging.queue.QueueLimits;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Any output of a renderer: the sink receives only pictures of the requested format and size, with
/// a length within the limit. Any other output fails the job with a known failure.
public final class RenderSessionFuzzTest extends FuzzTarget {
  private static final long MAX_PIXELS = 1 << 20;
  private static final String OPENED =
      "48" + "00000002" + "00000003" + "01" + "00000001" + "01" + "0000" + "0000";
  private static final long MEMORY = 1L << 30;
  private static final String WEBP = "5249464600000000574542505650384c00000000" + "2f01800000";
  private static final String PNG = "89504e470d0a1a0a0000000d494844520000000200000003";
  private static final String STILL = "0005" + "4649525354";
  private static final String SRGB = "0004" + "53524742";
  private static final String PLAIN = "53" + "00ffffff" + STILL + SRGB;
  private static final String PRINTED = "50" + "00000002" + "00000003";

  @Override
  protected Stream<byte[]> seeds() {
    String webp = PRINTED + "000457454250" + "55" + PLAIN + "0000000000000019" + WEBP;
    String png = PRINTED + "0003504e47" + PLAIN + "0000000000000018" + PNG;
    return Stream.of(
            OPENED + webp + png + "44" + "00" + "00000001" + "0000",
            OPENED + webp + "460003616263",
            OPENED + PRINTED + "000457454250" + "55" + PLAIN + "7fffffffffffffff" + WEBP,
            "487fffffff7fffffff0100000001" + "0100000000",
            "460000",
            "52")
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public void check(byte[] sent) {
    RenderSession session =
        new RenderSession(
            new RendererProcess(new Saying(sent)),
            RenderSessionFuzzTest::plan,
            RenderSessionFuzzTest::requirePicture,
            new MemoryReservation(
                Urgency.of(Priority.INTERACTIVE),
                new FairPermits(MEMORY, MEMORY, MEMORY, QueueLimits.of(Duration.ofSeconds(1))),
                MEMORY,
                MEMORY));
    try {
      session.hold(MediaType.PNG);
      require(session.over(), "it goes on");
    } catch (InsufficientMemoryException impossible) {
      throw new AssertionError(impossible);
    } catch (IOException e) {
      require(e.equals(session.lost(e).getCause()), e);
    } catch (MediaException refused) {
      require(
          refused.failure() instanceof Failure.Undecodable
              || refused.failure() instanceof Failure.TooManyPixels,
          refused);
      require(session.over(), "it goes on");
    }
  }

  private static List<Output> plan(SourceHeader header) {
    Dimensions size = header.size();
    if (size.pixels() > MAX_PIXELS) {
      throw new MediaException(new Failure.TooManyPixels(size, MAX_PIXELS));
    }
    return List.of(
        Output.of(RenditionSpec.still(size.inside(16), Format.WEBP)),
        Output.jpegOrPng(RenditionSpec.still(size.inside(16), Format.JPEG)));
  }

  private static void requirePicture(RenditionSpec spec, long length, InputStream bytes)
      throws IOException {
    require(length < 1 << 21, length);
    byte[] all = bytes.readNBytes((int) length);
    if (all.length < length) {
      throw new EOFException();
    }
    require(RenditionCheck.size(spec.format(), all).equals(Optional.of(spec.size())), spec);
    require(bytes.read() < 0, "more than it said");
  }
}
