package io.calotype.imaging;

import io.calotype.media.Picture;
import java.util.Map;

/// Decodes a source once and makes all planned renditions from it.
public interface ImageEngine extends AutoCloseable {
  /// Identifies everything besides source and spec that determines the bytes of a rendition: the
  /// libvips version and our own revision. It is part of every validator and must change whenever a
  /// byte may change.
  String VERSION = "vips-8.18.7/4";

  /// Calls [#render(Urgency, Source, Plan, Sink)] with interactive priority.
  default Picture render(Source source, Plan plan, Sink sink) {
    return render(Urgency.of(Priority.INTERACTIVE), source, plan, sink);
  }

  /// Opens `source`, obtains the outputs from `plan`, and passes each one to `sink` in the order of
  /// the plan. Blocks until the last one is passed. The engine may call the plan more than once,
  /// and the plan must return the same outputs each time.
  ///
  /// Errors:
  /// - `Undecodable` if the source cannot be decoded or has itself caused the loss of two
  ///   renderers;
  /// - `Overloaded` if no renderer or no memory becomes free in time (at once, if the wait is
  ///   predictable), or the machine or another program ended the render;
  /// - exceptions of `plan` and `sink`.
  Picture render(Urgency urgency, Source source, Plan plan, Sink sink);

  /// Returns the metadata fields of `source`, tag by name, for example `Model`.
  ///
  /// Errors: those of [#render].
  default Map<String, String> fields(Source source) {
    MetadataRequest inquiry = new MetadataRequest();
    render(source, inquiry, inquiry);
    return inquiry.fields();
  }

  /// Whether an interactive render waits for a renderer or for memory. Never blocks.
  default boolean crowded() {
    return false;
  }

  /// Whether at least one renderer is alive and either idle or within the deadline of its job.
  boolean ready();

  @Override
  void close();
}
