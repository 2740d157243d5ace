package io.calotype.imaging;

import io.calotype.media.transformation.RenditionSpec;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// Requests the metadata of a source and no outputs.
final class MetadataRequest implements Plan, Sink {
  private Map<String, String> fields = Map.of();

  @Override
  public List<Output> outputs(SourceHeader header) {
    return List.of();
  }

  @Override
  public boolean inquiry() {
    return true;
  }

  @Override
  public void accept(RenditionSpec spec, long length, InputStream bytes) {
    throw new IllegalStateException("nothing was ordered");
  }

  @Override
  public void told(Map<String, String> told) {
    fields = Map.copyOf(told);
  }

  Map<String, String> fields() {
    return fields;
  }
}
