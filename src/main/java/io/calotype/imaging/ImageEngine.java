package io.calotype.imaging;

import io.calotype.media.Picture;
import java.util.Map;

/// Decodes a source once and makes all renditions that are planned of it.
public interface ImageEngine extends AutoCloseable {
  /// Names everything that decides the bytes of a rendition beside its source and its spec:
  /// libvips, and our own use of it. It is part of every validator, so it changes whenever a byte
  /// may.
  String VERSION = "vips-8.18.7/4";

  /// [#render(Urgency, Source, Plan, Sink)] for a viewer who waits.
  default Picture render(Source source, Plan plan, Sink sink) {
    return render(Urgency.of(Priority.INTERACTIVE), source, plan, sink);
  }

  /// Opens `source`, asks `plan` what to make of it, and hands each output to `sink` in the order
  /// of the plan. Blocks until the last one is handed over. The plan may be asked twice, and says
  /// the same each time.
  ///
  /// Errors: `Undecodable` where the source cannot be decoded or has itself cost two renderers;
  /// `Overloaded` where no renderer or no memory is to be had in time (at once, where that is to be
  /// expected), and where the machine or another program ended the render; whatever `plan` and
  /// `sink` throw.
  Picture render(Urgency urgency, Source source, Plan plan, Sink sink);

  /// What is written in `source`, tag by name, for example `Model`.
  ///
  /// Errors: those of [#render].
  default Map<String, String> fields(Source source) {
    MetadataRequest inquiry = new MetadataRequest();
    render(source, inquiry, inquiry);
    return inquiry.fields();
  }

  /// Whether somebody who looks at a page waits for a renderer or for its memory. Never blocks.
  default boolean crowded() {
    return false;
  }

  /// Whether a renderer is there and idle, or at work within its deadline.
  boolean ready();

  @Override
  void close();
}
