package io.calotype.imaging.worker.child;

import io.calotype.imaging.Output;
import io.calotype.imaging.vips.OpenSource;
import io.calotype.imaging.vips.Vips;
import io.calotype.imaging.vips.VipsException;
import io.calotype.imaging.worker.protocol.ProtocolException;
import io.calotype.imaging.worker.protocol.RendererProtocol;
import io.calotype.imaging.worker.protocol.RendererReply;
import io.calotype.imaging.worker.protocol.RendererRequest;
import io.calotype.media.MediaType;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.sandbox.SelfConfinement;
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

/// The main class of a renderer process. It serves one job after the other until its standard input
/// closes, which happens when the server ends.
///
/// Its arguments are the path of libvips and the most memory that it may hold in bytes, or
/// `unconfined`. It runs in its work directory. Standard output carries the protocol only, standard
/// error carries log text. An exception in our own code ends the job and not the process: every
/// native object of a job is freed with its scope.
public final class RendererMain {
  /// The argument that makes a renderer skip its self-confinement.
  public static final String UNCONFINED = "unconfined";

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
    if (!arguments[1].equals(UNCONFINED)) {
      SelfConfinement.putOn(Long.parseLong(arguments[1]));
    }
    try {
      new RendererMain(vips, new FileInputStream(FileDescriptor.in), out).run();
    } catch (EOFException serverGone) {
      Runtime.getRuntime().halt(0);
    }
  }

  private void run() throws IOException {
    RendererProtocol.write(new RendererReply.Ready(), out);
    while (true) {
      RendererRequest request = RendererProtocol.readRequest(in);
      trim.busy();
      serve(request);
      trim.idle();
    }
  }

  private void serve(RendererRequest request) throws IOException {
    switch (request) {
      case RendererRequest.Open(MediaType type) -> job(type);
      case RendererRequest.Make _, RendererRequest.Tell _, RendererRequest.Cancel _ ->
          throw new ProtocolException("nothing is open");
    }
  }

  /// Serves one job. Sends the final reply after all native objects of the job are freed.
  private void job(MediaType type) throws IOException {
    trimAfter = true; // some loaders allocate the whole picture to read its header
    RendererReply end = rendered(type);
    if (trimAfter) {
      vips.trim();
    }
    if (end != null) {
      RendererProtocol.write(end, out);
    }
  }

  private @Nullable RendererReply rendered(MediaType type) throws IOException {
    try (OpenSource source = OpenSource.open(vips, RendererProtocol.SOURCE, type)) {
      RendererProtocol.write(new RendererReply.Opened(source.header()), out);
      return make(source, RendererProtocol.readRequest(in));
    } catch (VipsException e) {
      return new RendererReply.Failed(shortened(String.valueOf(e.getMessage())));
    } catch (RuntimeException | StackOverflowError bug) {
      return new RendererReply.Faulted(shortened(trace(bug)));
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

  private @Nullable RendererReply make(OpenSource source, RendererRequest request)
      throws IOException {
    return switch (request) {
      case RendererRequest.Make(List<Output> outputs, boolean sample, boolean trimmed) -> {
        trimAfter = trimmed;
        OpenSource.Told told = source.render(outputs, sample, this::send);
        yield new RendererReply.Done(told.opaque(), told.frames(), told.sample());
      }
      case RendererRequest.Tell _ -> new RendererReply.Told(source.fields());
      case RendererRequest.Cancel _ -> null;
      case RendererRequest.Open _ -> throw new ProtocolException("a source is open");
    };
  }

  private void send(RenditionSpec spec, ByteBuffer bytes) throws IOException {
    RendererProtocol.write(new RendererReply.Printed(spec, bytes.remaining()), out);
    while (bytes.hasRemaining()) {
      pictures.write(bytes);
    }
  }
}
