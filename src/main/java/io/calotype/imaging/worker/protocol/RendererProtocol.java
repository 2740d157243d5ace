package io.calotype.imaging.worker.protocol;

import io.calotype.imaging.Output;
import io.calotype.imaging.Sample;
import io.calotype.imaging.SourceHeader;
import io.calotype.media.MediaType;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Encoding;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.Quality;
import io.calotype.media.transformation.RenditionSpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Encodes and decodes the messages of the renderer protocol, as the package describes them.
///
/// Errors: `EOFException` if the peer is gone, [ProtocolException] if it sends an invalid message.
public final class RendererProtocol {
  /// The file name of the source in the work directory.
  public static final String SOURCE = "source";

  /// The most metadata fields that a source may have.
  static final int MAX_FIELDS = 400;

  private RendererProtocol() {}

  /// Sends `request`.
  public static void write(RendererRequest request, DataOutputStream out) throws IOException {
    switch (request) {
      case RendererRequest.Open(MediaType type) -> {
        out.writeByte('O');
        out.writeUTF(type.name());
      }
      case RendererRequest.Make(List<Output> outputs, boolean sample, boolean trim) -> {
        writeOutputs(outputs, out);
        out.writeBoolean(sample);
        out.writeBoolean(trim);
      }
      case RendererRequest.Tell() -> out.writeByte('T');
      case RendererRequest.Cancel() -> out.writeByte('C');
    }
    out.flush();
  }

  /// Receives a request.
  public static RendererRequest readRequest(DataInputStream in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 'O' -> new RendererRequest.Open(constant(MediaType.class, in.readUTF()));
      case 'M' -> new RendererRequest.Make(readOutputs(in), in.readBoolean(), in.readBoolean());
      case 'T' -> new RendererRequest.Tell();
      case 'C' -> new RendererRequest.Cancel();
      default -> throw new ProtocolException("request " + tag);
    };
  }

  /// Sends `reply`. The bytes of a `Printed` follow it.
  public static void write(RendererReply reply, DataOutputStream out) throws IOException {
    switch (reply) {
      case RendererReply.Ready() -> out.writeByte('R');
      case RendererReply.Opened(SourceHeader header) -> writeHeader(header, out);
      case RendererReply.Printed(RenditionSpec spec, long length) -> {
        out.writeByte('P');
        writeSpec(spec, out);
        out.writeLong(length);
      }
      case RendererReply.Done(boolean opaque, int frames, Sample sample) -> {
        out.writeByte('D');
        out.writeBoolean(opaque);
        out.writeInt(frames);
        writeSample(sample, out);
      }
      case RendererReply.Told(Map<String, String> fields) -> writeFields(fields, out);
      case RendererReply.Failed(String message) -> {
        out.writeByte('F');
        out.writeUTF(message);
      }
      case RendererReply.Faulted(String trace) -> {
        out.writeByte('E');
        out.writeUTF(trace);
      }
    }
    out.flush();
  }

  /// Receives a reply. The bytes of a `Printed` follow it.
  public static RendererReply readReply(DataInputStream in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 'R' -> new RendererReply.Ready();
      case 'H' -> new RendererReply.Opened(readHeader(in));
      case 'P' -> new RendererReply.Printed(readSpec(in), in.readLong());
      case 'D' ->
          new RendererReply.Done(in.readBoolean(), atLeastOne(in.readInt()), readSample(in));
      case 'W' -> new RendererReply.Told(readFields(in));
      case 'F' -> new RendererReply.Failed(in.readUTF());
      case 'E' -> new RendererReply.Faulted(in.readUTF());
      default -> throw new ProtocolException("reply " + tag);
    };
  }

  private static void writeHeader(SourceHeader header, DataOutputStream out) throws IOException {
    out.writeByte('H');
    writeSize(header.size(), out);
    out.writeBoolean(header.alpha());
    out.writeInt(header.frames());
    out.writeByte(header.orientation());
    String profile = header.profile();
    out.writeUTF(profile == null ? "" : profile);
    out.writeBoolean(header.progressive());
    out.writeBoolean(header.position());
  }

  private static SourceHeader readHeader(DataInputStream in) throws IOException {
    Dimensions size = readSize(in);
    boolean alpha = in.readBoolean();
    int frames = atLeastOne(in.readInt());
    int orientation = in.readUnsignedByte();
    String text = in.readUTF();
    String profile = text.isEmpty() ? null : text;
    boolean progressive = in.readBoolean();
    return new SourceHeader(
        size, alpha, frames, orientation, profile, progressive, in.readBoolean());
  }

  private static int atLeastOne(int count) throws IOException {
    if (count < 1) {
      throw new ProtocolException("count " + count);
    }
    return count;
  }

  private static void writeSample(Sample sample, DataOutputStream out) throws IOException {
    out.writeByte(sample.width());
    out.writeByte(sample.height());
    out.write(sample.rgba());
  }

  private static Sample readSample(DataInputStream in) throws IOException {
    int width = in.readUnsignedByte();
    int height = in.readUnsignedByte();
    if (width > Sample.MAX_SIDE || height > Sample.MAX_SIDE) {
      throw new ProtocolException("sample " + width + "x" + height);
    }
    byte[] rgba = new byte[4 * width * height];
    in.readFully(rgba);
    return new Sample(width, height, rgba);
  }

  private static void writeFields(Map<String, String> fields, DataOutputStream out)
      throws IOException {
    out.writeByte('W');
    out.writeShort(fields.size());
    for (Map.Entry<String, String> field : fields.entrySet()) {
      out.writeUTF(field.getKey());
      out.writeUTF(field.getValue());
    }
  }

  private static Map<String, String> readFields(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    if (count > MAX_FIELDS) {
      throw new ProtocolException("fields " + count);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      fields.put(in.readUTF(), in.readUTF());
    }
    return fields;
  }

  private static void writeOutputs(List<Output> outputs, DataOutputStream out) throws IOException {
    out.writeByte('M');
    out.writeShort(outputs.size());
    for (Output output : outputs) {
      writeSpec(output.spec(), out);
      out.writeUTF(output.variant().name());
    }
  }

  private static List<Output> readOutputs(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    List<Output> outputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      outputs.add(new Output(readSpec(in), constant(Output.Variant.class, in.readUTF())));
    }
    return outputs;
  }

  private static void writeSpec(RenditionSpec spec, DataOutputStream out) throws IOException {
    writeSize(spec.size(), out);
    writeEncoding(spec.encoding(), out);
    writeFraming(spec.framing(), out);
    out.writeInt(spec.background().rgb());
    out.writeUTF(spec.frames().name());
    out.writeUTF(spec.profile().name());
  }

  private static void writeEncoding(Encoding encoding, DataOutputStream out) throws IOException {
    out.writeUTF(encoding.format().name());
    if (encoding instanceof Encoding.Lossy lossy) {
      out.writeByte(lossy.quality().value());
    }
  }

  private static Encoding readEncoding(DataInputStream in) throws IOException {
    Format format = constant(Format.class, in.readUTF());
    return switch (format) {
      case WEBP, AVIF, JPEG -> Encoding.of(format, readQuality(in));
      case PNG -> new Encoding.Png();
    };
  }

  private static Quality readQuality(DataInputStream in) throws IOException {
    int value = in.readUnsignedByte();
    if (value < 1 || value > Quality.MAX) {
      throw new ProtocolException("quality " + value);
    }
    return new Quality(value);
  }

  private static void writeFraming(Framing framing, DataOutputStream out) throws IOException {
    switch (framing) {
      case Framing.Scaled() -> out.writeByte('S');
      case Framing.Cropped(Gravity gravity) -> {
        out.writeByte('C');
        out.writeUTF(gravity.name());
      }
      case Framing.Cut(int left, int top) -> {
        out.writeByte('O');
        out.writeInt(left);
        out.writeInt(top);
      }
      case Framing.Padded(Color background) -> {
        out.writeByte('P');
        out.writeInt(background.rgb());
      }
    }
  }

  private static Framing readFraming(DataInputStream in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 'S' -> Framing.SCALED;
      case 'C' -> new Framing.Cropped(constant(Gravity.class, in.readUTF()));
      case 'O' -> new Framing.Cut(in.readInt(), in.readInt());
      case 'P' -> new Framing.Padded(readColor(in));
      default -> throw new ProtocolException("framing " + tag);
    };
  }

  private static Color readColor(DataInputStream in) throws IOException {
    int rgb = in.readInt();
    if (rgb >>> 24 != 0) {
      throw new ProtocolException("colour " + rgb);
    }
    return new Color(rgb);
  }

  private static RenditionSpec readSpec(DataInputStream in) throws IOException {
    Dimensions size = readSize(in);
    Encoding encoding = readEncoding(in);
    Framing framing = readFraming(in);
    Color background = readColor(in);
    Frames frames = constant(Frames.class, in.readUTF());
    ColorProfile profile = constant(ColorProfile.class, in.readUTF());
    return new RenditionSpec(size, encoding, framing, background, frames, profile);
  }

  private static void writeSize(Dimensions size, DataOutputStream out) throws IOException {
    out.writeInt(size.width());
    out.writeInt(size.height());
  }

  private static Dimensions readSize(DataInputStream in) throws IOException {
    int width = in.readInt();
    int height = in.readInt();
    if (width < 1 || height < 1) {
      throw new ProtocolException("size " + width + "x" + height);
    }
    return new Dimensions(width, height);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(type.getSimpleName() + ' ' + name);
    }
  }
}
