package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Header;
import io.calotype.imaging.MemoryNeed;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.media.Facts;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// One try of one job, talked through with a renderer process.
///
/// Errors: `IOException` where the process is gone or says what cannot be.
final class Conversation {
  private final RendererProcess process;
  private final Plan plan;
  private final Delivery delivery;
  private final MemoryShare memory;
  private boolean over;

  Conversation(RendererProcess process, Plan plan, Sink sink, MemoryShare memory) {
    this.process = process;
    this.plan = plan;
    this.delivery = new Delivery(sink);
    this.memory = memory;
  }

  /// Whether it has come to its end, so that the process waits for the next.
  boolean over() {
    return over;
  }

  /// Has the source on the bench rendered.
  ///
  /// Errors: [TooLittleMemory] before a pixel is decoded.
  Picture hold(MediaType type) throws IOException, TooLittleMemory {
    process.send(new Request.Open(type));
    return switch (process.receive()) {
      case Reply.Opened(Header header) -> make(type, header);
      case Reply.Failed(String message) -> throw undecodable(message);
      case Reply.Faulted(String trace) -> throw fault(trace);
      case Reply.Ready _, Reply.Printed _, Reply.Done _, Reply.Told _ -> throw unexpected();
    };
  }

  private Picture make(MediaType type, Header header) throws IOException, TooLittleMemory {
    List<Output> outputs = planned(header);
    if (plan.inquiry()) {
      return told(header);
    }
    if (!memory.covers(MemoryNeed.bytes(type, header, outputs))) {
      cancel();
      throw new TooLittleMemory();
    }
    process.send(new Request.Make(outputs, plan.placeholder(), memory.large()));
    for (Output output : outputs) {
      receive(output, header);
    }
    Reply.Done done = done();
    delivery.complete();
    Placeholder placeholder = done.sample().placeholder();
    Facts facts = header.facts().ofFrames(Math.min(done.frames(), header.frames()));
    return new Picture(header.size(), done.opaque(), facts, placeholder);
  }

  private Picture told(Header header) throws IOException {
    process.send(new Request.Tell());
    switch (process.receive()) {
      case Reply.Told(Map<String, String> fields) -> {
        over = true;
        delivery.told(fields);
      }
      case Reply.Failed(String message) -> throw undecodable(message);
      case Reply.Faulted(String trace) -> throw fault(trace);
      case Reply.Ready _, Reply.Opened _, Reply.Printed _, Reply.Done _ -> throw unexpected();
    }
    return new Picture(header.size(), !header.alpha(), header.facts(), null);
  }

  private List<Output> planned(Header header) throws IOException {
    try {
      return List.copyOf(plan.outputs(header));
    } catch (RuntimeException e) {
      cancel();
      throw e;
    }
  }

  private void cancel() throws IOException {
    process.send(new Request.Cancel());
    over = true;
  }

  private void receive(Output output, Header header) throws IOException {
    switch (process.receive()) {
      case Reply.Printed printed ->
          delivery.accept(output, printed, header.frames(), process.bytes());
      case Reply.Failed(String message) -> throw undecodable(message);
      case Reply.Faulted(String trace) -> throw fault(trace);
      case Reply.Ready _, Reply.Opened _, Reply.Done _, Reply.Told _ -> throw unexpected();
    }
  }

  private Reply.Done done() throws IOException {
    return switch (process.receive()) {
      case Reply.Done done -> {
        over = true;
        yield done;
      }
      case Reply.Failed(String message) -> throw undecodable(message);
      case Reply.Faulted(String trace) -> throw fault(trace);
      case Reply.Ready _, Reply.Opened _, Reply.Printed _, Reply.Told _ -> throw unexpected();
    };
  }

  private MediaException undecodable(String message) {
    over = true;
    delivery.complete();
    EventLog.info("render.undecodable", "libvips", message);
    return new MediaException(new Failure.Undecodable());
  }

  /// A bug in the renderer's own code is a bug of this program: the caller answers it as any other.
  private RendererFault fault(String trace) {
    over = true;
    delivery.complete();
    return new RendererFault(trace);
  }

  private static ProtocolException unexpected() {
    return new ProtocolException("unexpected reply");
  }

  /// What the end of it by `cause` means.
  RendererLost lost(IOException cause) {
    if (cause instanceof ProtocolException) {
      process.kill(Loss.PROTOCOL);
    }
    return new RendererLost(process.loss(), cause);
  }
}
