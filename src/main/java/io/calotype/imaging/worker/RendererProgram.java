package io.calotype.imaging.worker;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a renderer process is started.
///
/// @param java the `java` to start it with
/// @param classPath where our own classes are, as `java -cp` takes it
/// @param library the file of libvips
public record RendererProgram(Path java, String classPath, Path library) {
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx64m",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+SuppressFatalErrorMessage",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+DisableAttachMechanism",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED");

  /// Everything that is passed down. The allocator keeps what it has between jobs, in one arena;
  /// the locale is for paths beyond ASCII; warnings of libvips are no news.
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "2000000000",
          "LC_ALL", "C.UTF-8",
          "VIPS_WARNING", "0");

  /// The program of this very server, with libvips at `library`.
  public static RendererProgram ofThisServer(Path library) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new RendererProgram(java, System.getProperty("java.class.path"), library);
  }

  /// A process that works on `bench`, to be started.
  ProcessBuilder on(Bench bench) {
    ProcessBuilder process = new ProcessBuilder(command()).directory(bench.folder().toFile());
    process.environment().clear();
    process.environment().putAll(ENVIRONMENT);
    return process;
  }

  private List<String> command() {
    String main = RendererMain.class.getName();
    String file = library.toAbsolutePath().toString();
    return Stream.of(
            Stream.of(java.toString()), JVM.stream(), Stream.of("-cp", absolute(), main, file))
        .flatMap(part -> part)
        .toList();
  }

  /// The working directory of the child is another.
  private String absolute() {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
