package io.calotype.program;

import io.calotype.app.ServerInJvm;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A server in the JVM of the tests, which is warm: a start costs a third of that of a [Program].
final class InJvm extends Server {
  /// Finds ffmpeg.
  static final Map<String, String> VIDEOS = Map.of("FFMPEG", "auto");

  private final ServerInJvm server;
  private boolean stopped;

  private InJvm(ServerInJvm server) {
    this.server = server;
  }

  /// Starts on the folder `data` with `settings`, as [#environment] has them. It has ffmpeg only
  /// with [#VIDEOS]: the search at a start takes as long as a render.
  static InJvm start(Path data, Map<String, String> settings) {
    placeLibrary(data);
    Map<String, String> all = new HashMap<>(environment(settings));
    all.putIfAbsent("CALOTYPE_FFMPEG", "off");
    all.put("CALOTYPE_DATA_DIR", data.toString());
    all.put("CALOTYPE_PORT", "0");
    return new InJvm(ServerInJvm.start(data, all));
  }

  static InJvm start(Path data) {
    return start(data, Map.of());
  }

  @Override
  URI base() {
    return server.base();
  }

  @Override
  List<String> log() {
    return server.log();
  }

  @Override
  List<ProcessHandle> renderers() {
    return server.renderers();
  }

  @Override
  public void close() {
    if (!stopped) {
      stopped = true;
      server.stop();
    }
  }
}
