package io.calotype.imaging.vips;

import io.calotype.imaging.ExifPosition;
import io.calotype.imaging.Output;
import io.calotype.imaging.Sample;
import io.calotype.imaging.ShrinkFactor;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.TiffDirectory;
import io.calotype.imaging.bitmap.TiffStrips;
import io.calotype.imaging.bitmap.png.Apng;
import io.calotype.imaging.color.BmpColor;
import io.calotype.imaging.color.ColorEncoding;
import io.calotype.imaging.color.HeifColor;
import io.calotype.imaging.color.IccProfile;
import io.calotype.imaging.color.StatedColor;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.RenditionSpec;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A source whose header has been read. It is rendered once and closed.
///
/// Errors: every method throws [VipsException] if the source is invalid.
public final class OpenSource implements AutoCloseable {
  private static final int FIRST_TURNED_ORIENTATION = 5;

  private final NativeScope scope;
  private final String path;
  private final MediaType type;
  private final int orientation;
  private final Optional<Apng> apng;
  private final Optional<byte[]> sized;
  private final Optional<MemorySegment> repaired;
  private final MovingFile moving;
  private final SourceHeader header;
  private final byte[] profile;
  private final Optional<TiffDirectory> tags;
  private Optional<Raster> whole = Optional.empty();
  private int frames;

  private OpenSource(NativeScope scope, String path, MediaType type) {
    this.scope = scope;
    this.path = path;
    this.type = type;
    this.sized = type.vector() ? SvgDrawing.prepared(scope.vips(), path) : Optional.empty();
    this.apng = type == MediaType.PNG ? Bitmaps.animated(path) : Optional.empty();
    this.tags =
        type == MediaType.TIFF ? TiffDirectory.read(Bitmaps.mapped(path)) : Optional.empty();
    if (tags.filter(tiff -> new TiffStrips(Bitmaps.mapped(path), tiff).damaged()).isPresent()) {
      throw new VipsException("a strip of the TIFF is missing or cut");
    }
    this.repaired = Bitmaps.repaired(scope, type, path);
    this.moving = MovingFile.open(scope, type, path);
    if (Bitmaps.reads(type)) {
      this.profile = type == MediaType.BMP ? BmpColor.profile(Bitmaps.mapped(path)) : new byte[0];
      this.header =
          Bitmaps.header(scope, Bitmaps.mapped(path), type); // decoding allocates the declared size
      this.orientation = header.orientation();
    } else {
      Raster raster = load(new ShrinkFactor(1), 1);
      this.orientation = raster.orientation();
      this.header = header(raster);
      this.profile = raster.profile();
    }
    this.frames = header.frames();
  }

  private SourceHeader header(Raster raster) {
    int pages = type.animates() ? raster.pages() : 1; // other pages and levels are not frames
    int claimed = apng.map(png -> png.frames().size()).orElse(pages);
    return new SourceHeader(
        turned(new Dimensions(raster.width(), raster.height())),
        raster.alpha(),
        Math.max(1, claimed),
        orientation,
        raster.cmyk() ? null : profileName(raster.profile()),
        raster.progressive(),
        located(raster));
  }

  /// Whether the source contains a geographic position. libvips does not expose the EXIF of a TIFF.
  private boolean located(Raster raster) {
    return ExifPosition.inXmp(raster.blob("xmp-data"))
        || ExifPosition.inExif(ByteBuffer.wrap(raster.blob("exif-data")))
        || (type == MediaType.TIFF && Bitmaps.located(path));
  }

  static @Nullable String profileName(byte[] profile) {
    if (profile.length == 0 || IccProfile.srgb(profile)) {
      return null;
    }
    String name = IccProfile.name(profile);
    return name.isEmpty() ? "unnamed" : name;
  }

  /// Opens the file at `path` with the loader of `type` and no other.
  public static OpenSource open(Vips vips, String path, MediaType type) {
    vips.allowOnly(Loader.of(type).loaders());
    NativeScope scope = new NativeScope(vips);
    try {
      return new OpenSource(scope, path, type);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /// The properties that the source declares.
  public SourceHeader header() {
    return header;
  }

  /// The metadata fields of the source, under the names of libvips.
  public Map<String, String> fields() {
    return Bitmaps.reads(type) ? Map.of() : ExifFields.of(load(new ShrinkFactor(1), 1));
  }

  /// The colour encoding, if it is stated outside a profile.
  Optional<ColorEncoding> encoding() {
    return StatedColor.of(type, Bitmaps.mapped(path), profile);
  }

  Loader loader() {
    return Loader.of(type);
  }

  /// The picture as stored, to be read once from top to bottom.
  private Raster load(ShrinkFactor onLoad, double scale) {
    if (Bitmaps.reads(type)) {
      return Bitmaps.load(scope, Bitmaps.mapped(path), type);
    }
    if (repaired.isPresent()) {
      return type == MediaType.JPEG
          ? loader().loadStrictly(scope, repaired.get(), onLoad)
          : SampleConversion.channels(loader().load(scope, repaired.get(), onLoad), tags);
    }
    if (moving.cut().isPresent()) {
      return moving.first(scope, onLoad);
    }
    if (sized.isPresent()) {
      return loader().draw(scope, sized.get(), scale);
    }
    Raster loaded =
        tags.map(directory -> new TiffSource(path, directory))
            .filter(TiffSource::misread)
            .map(tiff -> tiff.load(scope))
            .orElseGet(() -> loader().load(scope, path, onLoad, scale));
    return SampleConversion.channels(loaded, tags);
  }

  /// The picture as stored. A JPEG XL is decoded once, and stays in memory.
  private Raster pixels(ShrinkFactor onLoad, double scale) {
    if (type == MediaType.JXL && whole.isEmpty()) {
      Raster claimed = load(onLoad, scale);
      whole = JxlDecoder.find().map(libjxl -> libjxl.decode(Bitmaps.mapped(path), claimed));
    }
    return whole.orElseGet(() -> load(onLoad, scale));
  }

  /// The picture with samples for computations: unsigned, of 8 or 16 bits and full range.
  Raster decoded(ShrinkFactor onLoad, double scale) {
    Raster loaded =
        SampleConversion.unsigned(pixels(onLoad, scale), tags, () -> pixels(onLoad, scale));
    if (type != MediaType.AVIF && type != MediaType.HEIC) {
      return loaded;
    }
    HeifColor ranges = HeifColor.of(Bitmaps.mapped(path));
    if (!loaded.alpha()) {
      return ranges.grey() ? ColorConversion.expanded(loaded) : loaded;
    }
    Raster colours = Alpha.without(loaded);
    Raster alpha = Alpha.last(loaded);
    return ranges.grey() || ranges.alpha()
        ? (ranges.grey() ? ColorConversion.expanded(colours) : colours)
            .and(ranges.alpha() ? ColorConversion.expanded(alpha) : alpha)
        : loaded;
  }

  /// Results of rendering beyond the outputs.
  ///
  /// @param opaque whether every pixel of the picture is opaque
  /// @param frames the number of frames that could be decoded; the declared number if no output is
  ///   animated
  /// @param sample a small copy; empty if none was requested
  public record Told(boolean opaque, int frames, Sample sample) {}

  /// Decodes the source, and passes every output to `receiver` in order. Each reduction is decoded
  /// once.
  ///
  /// @param sampled whether to make a sample
  public Told render(List<Output> outputs, boolean sampled, OutputReceiver receiver)
      throws IOException {
    Map<BaseImage.Decoding, BaseImage> bases = new HashMap<>();
    OutputReceiver sound =
        (spec, bytes) -> {
          requireSound();
          receiver.accept(spec, bytes);
        };
    int side = type.vector() ? Sample.MAX_SIDE : ShrinkFactor.SHARED_SIDE;
    BaseImage.Decoding small = decoding(side, ColorProfile.SRGB);
    BaseImage shared = sampled || outputs.isEmpty() ? BaseImage.decode(this, small, true) : null;
    if (shared != null) {
      bases.put(small, shared);
    }
    boolean opaque = shared != null && shared.opaque();
    for (List<Output> same : byPixels(outputs)) {
      RenditionSpec first = same.getFirst().spec();
      if (first.animated()) {
        animate(same.getFirst(), sound);
      } else {
        BaseImage base =
            bases.computeIfAbsent(
                decoding(first), key -> BaseImage.decode(this, key, users(key, outputs) > 1));
        print(same, base, sound);
        opaque = base.opaque();
      }
    }
    requireSound();
    return new Told(opaque, frames, sampled && shared != null ? sample(shared) : Sample.NONE);
  }

  /// Groups consecutive stills that differ in their encoding only.
  private static List<List<Output>> byPixels(List<Output> outputs) {
    List<List<Output>> groups = new ArrayList<>();
    for (Output output : outputs) {
      if (groups.isEmpty() || !samePixels(groups.getLast().getFirst().spec(), output.spec())) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(output);
    }
    return groups;
  }

  private static boolean samePixels(RenditionSpec one, RenditionSpec other) {
    return !one.animated() && !other.animated() && one.asPng().equals(other.asPng());
  }

  /// Throws if libvips has logged the loss of a tile or scan. libtiff leaves undecodable tiles
  /// empty, and libjpeg the rest of a truncated scan. libvips then continues, and the message is
  /// the only sign.
  private void requireSound() {
    boolean tiff = type == MediaType.TIFF;
    if (scope.vips().complaints().lines().anyMatch(tiff ? OpenSource::lostTile : this::lostScan)) {
      throw scope.vips().failure();
    }
  }

  private static boolean lostTile(String complaint) {
    return complaint.startsWith("tiff2vips: ") && !complaint.contains("custom tag");
  }

  private boolean lostScan(String complaint) {
    return repaired.isPresent() && complaint.contains("Corrupt JPEG data");
  }

  private BaseImage.Decoding decoding(RenditionSpec spec) {
    return decoding(spec.scaled(header.size()).longSide(), spec.profile());
  }

  /// The parameters of decoding for a long side. A vector is drawn in the requested size, at least
  /// one pixel wide and high. Other sources are shrunk during decoding.
  private BaseImage.Decoding decoding(int side, ColorProfile profile) {
    Dimensions source = header.size();
    double minScale = 1.0 / source.shortSide();
    double scale = type.vector() ? Math.max((double) side / source.longSide(), minScale) : 1;
    return new BaseImage.Decoding(ShrinkFactor.of(type, source, side), scale, profile);
  }

  private long users(BaseImage.Decoding decoding, List<Output> outputs) {
    return outputs.stream().filter(output -> decoding(output.spec()).equals(decoding)).count();
  }

  private void print(List<Output> same, BaseImage base, OutputReceiver receiver)
      throws IOException {
    try (NativeScope work = new NativeScope(scope.vips())) {
      new RenditionPipeline(base.in(work), header.size(), orientation).encode(same, receiver);
    }
  }

  private void animate(Output output, OutputReceiver receiver) throws IOException {
    try (NativeScope work = new NativeScope(scope.vips())) {
      receiver.accept(output.spec(), moving(work, output.spec()));
    }
  }

  /// Encodes all frames before the first damaged one, as browsers show them.
  private ByteBuffer moving(NativeScope work, RenditionSpec spec) {
    try {
      return encoded(work, spec);
    } catch (VipsException damaged) {
      if (apng.isPresent() || frames == 1) {
        throw damaged;
      }
      frames = moving.sound(scope, frames);
      return encoded(work, spec);
    }
  }

  private ByteBuffer encoded(NativeScope work, RenditionSpec spec) {
    Animation animation = animation(work);
    frames = animation.frames().size();
    return PictureEncoder.of(animation.each(frame -> framed(frame, spec)), spec);
  }

  private Animation animation(NativeScope work) {
    try {
      return apng.isPresent()
          ? Animation.of(work, apng.get(), encoding())
          : Animation.of(moving.frames(work, frames));
    } catch (BitmapException damaged) {
      throw new VipsException(String.valueOf(damaged.getMessage()));
    }
  }

  private Raster framed(Raster frame, RenditionSpec spec) {
    BaseImage base = BaseImage.of(frame, spec.profile());
    return new RenditionPipeline(base, header.size(), 1).picture(spec);
  }

  private Sample sample(BaseImage base) {
    try (NativeScope work = new NativeScope(scope.vips())) {
      Dimensions size = header.size().inside(Sample.MAX_SIDE);
      Raster small = new RenditionPipeline(base.in(work), header.size(), orientation).upright(size);
      Raster colored = ColorConversion.colored(small);
      Raster rgba = colored.alpha() ? colored : colored.then("addalpha").image();
      byte[] pixels = rgba.pixels();
      requireSound();
      return new Sample(size.width(), size.height(), pixels);
    }
  }

  /// Converts a displayed size to the stored one, and vice versa.
  private Dimensions turned(Dimensions size) {
    return turned(size, orientation);
  }

  static Dimensions turned(Dimensions size, int orientation) {
    return orientation < FIRST_TURNED_ORIENTATION
        ? size
        : new Dimensions(/* width= */ size.height(), /* height= */ size.width());
  }

  @Override
  public void close() {
    scope.close();
  }
}
