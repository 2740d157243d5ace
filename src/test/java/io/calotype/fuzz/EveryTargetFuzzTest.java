package io.calotype.fuzz;

import io.calotype.access.SignaturesFuzzTest;
import io.calotype.access.TokensFuzzTest;
import io.calotype.catalog.CursorFuzzTest;
import io.calotype.gzip.GzipInputFuzzTest;
import io.calotype.http.RequestFuzzTest;
import io.calotype.http.dialect.RenditionRequestFuzzTest;
import io.calotype.http.routing.PathFuzzTest;
import io.calotype.http.routing.QueryFuzzTest;
import io.calotype.http.semantics.AcceptFuzzTest;
import io.calotype.http.semantics.RangesFuzzTest;
import io.calotype.http.semantics.RequestConditionsFuzzTest;
import io.calotype.http.shortpath.PlainRequestFuzzTest;
import io.calotype.imaging.ExifPositionFuzzTest;
import io.calotype.imaging.RenditionCheckFuzzTest;
import io.calotype.imaging.bitmap.JpegEndFuzzTest;
import io.calotype.imaging.bitmap.TilePartsFuzzTest;
import io.calotype.imaging.bitmap.WebpChunksFuzzTest;
import io.calotype.imaging.bitmap.bmp.BmpFuzzTest;
import io.calotype.imaging.bitmap.bmp.IcoFuzzTest;
import io.calotype.imaging.bitmap.png.ApngFuzzTest;
import io.calotype.imaging.bitmap.psd.PsdFuzzTest;
import io.calotype.imaging.color.IccProfileFuzzTest;
import io.calotype.imaging.color.StatedColorFuzzTest;
import io.calotype.imaging.svg.SvgTextFuzzTest;
import io.calotype.imaging.worker.RenderSessionFuzzTest;
import io.calotype.imaging.worker.protocol.RendererProtocolFuzzTest;
import io.calotype.legacy.LegacyPictureFuzzTest;
import io.calotype.upload.UploadOptionsFuzzTest;
import io.calotype.upload.body.JsonUploadFuzzTest;
import io.calotype.upload.body.MultipartUploadFuzzTest;
import io.calotype.upload.filetype.SnifferFuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Every target in one run, for `./verify`: the first byte says which. A JVM for each would take
/// longer to start than to fuzz.
final class EveryTargetFuzzTest extends FuzzTarget {
  private static final List<FuzzTarget> TARGETS =
      List.of(
          new AcceptFuzzTest(),
          new ApngFuzzTest(),
          new BmpFuzzTest(),
          new RequestConditionsFuzzTest(),
          new RenderSessionFuzzTest(),
          new CursorFuzzTest(),
          new ExifPositionFuzzTest(),
          new GzipInputFuzzTest(),
          new IccProfileFuzzTest(),
          new IcoFuzzTest(),
          new JpegEndFuzzTest(),
          new JsonUploadFuzzTest(),
          new MultipartUploadFuzzTest(),
          new LegacyPictureFuzzTest(),
          new PathFuzzTest(),
          new QueryFuzzTest(),
          new PlainRequestFuzzTest(),
          new PsdFuzzTest(),
          new RangesFuzzTest(),
          new RenditionCheckFuzzTest(),
          new RequestFuzzTest(),
          new SignaturesFuzzTest(),
          new SnifferFuzzTest(),
          new StatedColorFuzzTest(),
          new SvgTextFuzzTest(),
          new TilePartsFuzzTest(),
          new TokensFuzzTest(),
          new UploadOptionsFuzzTest(),
          new RenditionRequestFuzzTest(),
          new WebpChunksFuzzTest(),
          new RendererProtocolFuzzTest());

  @Override
  protected Stream<byte[]> seeds() {
    return IntStream.range(0, TARGETS.size())
        .boxed()
        .flatMap(index -> TARGETS.get(index).seeds().map(seed -> forTarget(index, seed)));
  }

  private static byte[] forTarget(int index, byte[] seed) {
    byte[] sent = new byte[seed.length + 1];
    sent[0] = (byte) index;
    System.arraycopy(seed, 0, sent, 1, seed.length);
    return sent;
  }

  @Override
  public void check(byte[] sent) throws Exception {
    if (sent.length > 0) {
      FuzzTarget target = TARGETS.get(Byte.toUnsignedInt(sent[0]) % TARGETS.size());
      target.check(Arrays.copyOfRange(sent, 1, sent.length));
    }
  }
}
