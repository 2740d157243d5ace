package io.calotype.imaging.worker;

import io.calotype.imaging.Output;
import io.calotype.imaging.confinement.SelfConfinement;
import io.calotype.imaging.vips.OpenSource;
import io.calotype.imaging.vips.Vips;
import io.calotype.imaging.vips.VipsException;
import io.calotype.media.MediaType;
import io.calotype.media.RenditionSpec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A renderer process: one job after the other, until its input ends because the server has.
///
/// Its arguments are the path of libvips and the most memory that it may hold in bytes, or
/// `unconfined`; its working directory is its bench. Standard output carries the protocol and
/// nothing else, standard error what is for the log. An exception in our own code ends the job and
/// not the process: every native object of a job is dropped with its scope.
public final class RendererMain {
  private static final int LONGEST_MESSAGE = 4000;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final FileChannel pictures;
  private final Vips vips;
  private final IdleTrim trim;
  private boolean trimAfter;

  private RendererMain(Vips vips, FileInputStream in, FileOutputStream out) {
    this.vips = vips;
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out));
    this.pictures = out.getChannel();
    this.trim = IdleTrim.start(vips);
  }

  /// Runs a renderer.
  ///
  /// @param arguments the path of libvips; the most memory in bytes, or `unconfined`
  public static void main(String[] arguments) throws IOException {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    Vips vips = Vips.load(Path.of(arguments[0]));
    if (!arguments[1].equals(RendererProgram.UNCONFINED)) {
      SelfConfinement.putOn(Long.parseLong(arguments[1]));
    }
    try {
      new RendererMain(vips, new FileInputStream(FileDescriptor.in), out).run();
    } catch (EOFException serverGone) {
      Runtime.getRuntime().halt(0);
    }
  }

  private void run() throws IOException {
    Wire.write(new Reply.Ready(), out);
    while (true) {
      Request request = Wire.readRequest(in);
      trim.busy();
      serve(request);
      trim.idle();
    }
  }

  private void serve(Request request) throws IOException {
    switch (request) {
      case Request.Open(MediaType type) -> job(type);
      case Request.Make _, Request.Tell _, Request.Cancel _ ->
          throw new ProtocolException("nothing is open");
    }
  }

  /// Says how the job has ended once nothing of it is left.
  private void job(MediaType type) throws IOException {
    trimAfter = true; // some loaders take the whole picture's memory for its header
    Reply end = rendered(type);
    if (trimAfter) {
      vips.trim();
    }
    if (end != null) {
      Wire.write(end, out);
    }
  }

  private @Nullable Reply rendered(MediaType type) throws IOException {
    try (OpenSource source = OpenSource.open(vips, Bench.SOURCE, type)) {
      Wire.write(new Reply.Opened(source.header()), out);
      return make(source, Wire.readRequest(in));
    } catch (VipsException e) {
      return new Reply.Failed(shortened(String.valueOf(e.getMessage())));
    } catch (RuntimeException | StackOverflowError bug) {
      return new Reply.Faulted(shortened(trace(bug)));
    }
  }

  private static String trace(Throwable bug) {
    StringWriter text = new StringWriter();
    bug.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String shortened(String message) {
    return message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
  }

  private @Nullable Reply make(OpenSource source, Request request) throws IOException {
    return switch (request) {
      case Request.Make(List<Output> outputs, boolean sample, boolean trimmed) -> {
        trimAfter = trimmed;
        OpenSource.Told told = source.render(outputs, sample, this::send);
        yield new Reply.Done(told.opaque(), told.frames(), told.sample());
      }
      case Request.Tell _ -> new Reply.Told(source.fields());
      case Request.Cancel _ -> null;
      case Request.Open _ -> throw new ProtocolException("a source is open");
    };
  }

  private void send(RenditionSpec spec, ByteBuffer bytes) throws IOException {
    Wire.write(new Reply.Printed(spec, bytes.remaining()), out);
    while (bytes.hasRemaining()) {
      pictures.write(bytes);
    }
  }
}
