package io.calotype.imaging.worker;

import io.calotype.imaging.Header;
import io.calotype.imaging.Output;
import io.calotype.media.Dimensions;
import io.calotype.media.Format;
import io.calotype.media.MediaType;
import io.calotype.media.RenditionSpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The protocol's bytes, as the package describes them.
///
/// Errors: `EOFException` where the other side is gone, [ProtocolException] where it says what
/// cannot be.
final class Wire {
  private Wire() {}

  static void write(Request request, DataOutputStream out) throws IOException {
    switch (request) {
      case Request.Open(MediaType type) -> {
        out.writeByte('O');
        out.writeUTF(type.name());
      }
      case Request.Make(List<Output> outputs, boolean trim) -> {
        writeOutputs(outputs, out);
        out.writeBoolean(trim);
      }
      case Request.Cancel() -> out.writeByte('C');
    }
    out.flush();
  }

  static Request readRequest(DataInputStream in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 'O' -> new Request.Open(constant(MediaType.class, in.readUTF()));
      case 'M' -> new Request.Make(readOutputs(in), in.readBoolean());
      case 'C' -> new Request.Cancel();
      default -> throw new ProtocolException("request " + tag);
    };
  }

  static void write(Reply reply, DataOutputStream out) throws IOException {
    switch (reply) {
      case Reply.Ready() -> out.writeByte('R');
      case Reply.Opened(Header header) -> writeHeader(header, out);
      case Reply.Printed(RenditionSpec spec, long length) -> {
        out.writeByte('P');
        writeSpec(spec, out);
        out.writeLong(length);
      }
      case Reply.Done(boolean opaque) -> {
        out.writeByte('D');
        out.writeBoolean(opaque);
      }
      case Reply.Failed(String message) -> {
        out.writeByte('F');
        out.writeUTF(message);
      }
    }
    out.flush();
  }

  static Reply readReply(DataInputStream in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case 'R' -> new Reply.Ready();
      case 'H' -> new Reply.Opened(readHeader(in));
      case 'P' -> new Reply.Printed(readSpec(in), in.readLong());
      case 'D' -> new Reply.Done(in.readBoolean());
      case 'F' -> new Reply.Failed(in.readUTF());
      default -> throw new ProtocolException("reply " + tag);
    };
  }

  private static void writeHeader(Header header, DataOutputStream out) throws IOException {
    out.writeByte('H');
    writeSize(header.size(), out);
    out.writeBoolean(header.alpha());
    out.writeInt(header.frames());
    out.writeBoolean(header.progressive());
  }

  private static Header readHeader(DataInputStream in) throws IOException {
    return new Header(readSize(in), in.readBoolean(), in.readInt(), in.readBoolean());
  }

  private static void writeOutputs(List<Output> outputs, DataOutputStream out) throws IOException {
    out.writeByte('M');
    out.writeShort(outputs.size());
    for (Output output : outputs) {
      writeSpec(output.spec(), out);
      out.writeBoolean(output.pngWhereTransparent());
    }
  }

  private static List<Output> readOutputs(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    List<Output> outputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      outputs.add(new Output(readSpec(in), in.readBoolean()));
    }
    return outputs;
  }

  private static void writeSpec(RenditionSpec spec, DataOutputStream out) throws IOException {
    writeSize(spec.size(), out);
    out.writeUTF(spec.format().name());
    out.writeByte(spec.quality());
  }

  private static RenditionSpec readSpec(DataInputStream in) throws IOException {
    Dimensions size = readSize(in);
    Format format = constant(Format.class, in.readUTF());
    return new RenditionSpec(size, format, in.readUnsignedByte());
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
