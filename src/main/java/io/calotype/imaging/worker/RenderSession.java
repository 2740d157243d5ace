package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.MemoryNeed;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.worker.protocol.ProtocolException;
import io.calotype.imaging.worker.protocol.RendererReply;
import io.calotype.imaging.worker.protocol.RendererRequest;
import io.calotype.media.Facts;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// One attempt of one job: the exchange of messages with a renderer process.
///
/// Errors: `IOException` if the process is gone or violates the protocol.
final class RenderSession {
  private final RendererProcess process;
  private final Plan plan;
  private final VerifyingSink delivery;
  private final MemoryReservation memory;
  private boolean over;

  RenderSession(RendererProcess process, Plan plan, Sink sink, MemoryReservation memory) {
    this.process = process;
    this.plan = plan;
    this.delivery = new VerifyingSink(sink);
    this.memory = memory;
  }

  /// Whether the exchange is complete, so that the process waits for the next job.
  boolean over() {
    return over;
  }

  /// Renders the source in the work directory.
  ///
  /// Errors: [InsufficientMemoryException] before a pixel is decoded.
  Picture hold(MediaType type) throws IOException, InsufficientMemoryException {
    process.send(new RendererRequest.Open(type));
    return switch (process.receive()) {
      case RendererReply.Opened(SourceHeader header) -> make(type, header);
      case RendererReply.Failed(String message) -> throw undecodable(message);
      case RendererReply.Faulted(String trace) -> throw fault(trace);
      case RendererReply.Ready _,
          RendererReply.Printed _,
          RendererReply.Done _,
          RendererReply.Told _ ->
          throw unexpected();
    };
  }

  private Picture make(MediaType type, SourceHeader header)
      throws IOException, InsufficientMemoryException {
    List<Output> outputs = planned(header);
    if (plan.inquiry()) {
      return told(header);
    }
    if (!memory.covers(MemoryNeed.bytes(type, header, outputs))) {
      cancel();
      throw new InsufficientMemoryException();
    }
    process.send(new RendererRequest.Make(outputs, plan.placeholder(), memory.large()));
    for (Output output : outputs) {
      receive(output, header);
    }
    RendererReply.Done done = done();
    delivery.complete();
    Placeholder placeholder = done.sample().placeholder();
    Facts facts = header.facts().ofFrames(Math.min(done.frames(), header.frames()));
    return new Picture(header.size(), done.opaque(), facts, placeholder);
  }

  private Picture told(SourceHeader header) throws IOException {
    process.send(new RendererRequest.Tell());
    switch (process.receive()) {
      case RendererReply.Told(Map<String, String> fields) -> {
        over = true;
        delivery.told(fields);
      }
      case RendererReply.Failed(String message) -> throw undecodable(message);
      case RendererReply.Faulted(String trace) -> throw fault(trace);
      case RendererReply.Ready _,
          RendererReply.Opened _,
          RendererReply.Printed _,
          RendererReply.Done _ ->
          throw unexpected();
    }
    return new Picture(header.size(), !header.alpha(), header.facts(), null);
  }

  private List<Output> planned(SourceHeader header) throws IOException {
    try {
      return List.copyOf(plan.outputs(header));
    } catch (RuntimeException e) {
      cancel();
      throw e;
    }
  }

  private void cancel() throws IOException {
    process.send(new RendererRequest.Cancel());
    over = true;
  }

  private void receive(Output output, SourceHeader header) throws IOException {
    switch (process.receive()) {
      case RendererReply.Printed printed ->
          delivery.accept(output, printed, header.frames(), process.bytes());
      case RendererReply.Failed(String message) -> throw undecodable(message);
      case RendererReply.Faulted(String trace) -> throw fault(trace);
      case RendererReply.Ready _,
          RendererReply.Opened _,
          RendererReply.Done _,
          RendererReply.Told _ ->
          throw unexpected();
    }
  }

  private RendererReply.Done done() throws IOException {
    return switch (process.receive()) {
      case RendererReply.Done done -> {
        over = true;
        yield done;
      }
      case RendererReply.Failed(String message) -> throw undecodable(message);
      case RendererReply.Faulted(String trace) -> throw fault(trace);
      case RendererReply.Ready _,
          RendererReply.Opened _,
          RendererReply.Printed _,
          RendererReply.Told _ ->
          throw unexpected();
    };
  }

  private MediaException undecodable(String message) {
    over = true;
    delivery.complete();
    EventLog.info("render.undecodable", "libvips", message);
    return new MediaException(new Failure.Undecodable());
  }

  /// An exception in the renderer's own code is a bug of this program: the caller treats it like
  /// any other bug.
  private RendererFaultException fault(String trace) {
    over = true;
    delivery.complete();
    return new RendererFaultException(trace);
  }

  private static ProtocolException unexpected() {
    return new ProtocolException("unexpected reply");
  }

  /// Classifies the loss of the process, which `cause` revealed.
  RendererLostException lost(IOException cause) {
    if (cause instanceof ProtocolException) {
      process.kill(RendererExit.PROTOCOL);
    }
    return new RendererLostException(process.loss(), cause);
  }
}
