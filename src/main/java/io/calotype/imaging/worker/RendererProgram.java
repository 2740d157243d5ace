package io.calotype.imaging.worker;

import io.calotype.imaging.confinement.Confinement;
import io.calotype.imaging.confinement.ConfinementPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a renderer process is started.
///
/// @param java the `java` to start it with
/// @param classPath where our own classes are, as `java -cp` takes it
/// @param library the file of libvips
/// @param policy whether the kernel confines it
/// @param memoryBytes what one may reserve before the kernel gives it no more, where it is confined
public record RendererProgram(
    Path java, String classPath, Path library, ConfinementPolicy policy, long memoryBytes) {
  /// What a renderer is told that puts nothing on itself.
  static final String UNCONFINED = "unconfined";

  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx64m",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:-UseContainerSupport",
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
          "VIPS_DISC_THRESHOLD", "1000g",
          "VIPS_WARNING", "0");

  /// What a renderer may reserve, beside twice what it may really hold: its JVM, and what it has
  /// given back and not yet handed over.
  private static final long JVM_BYTES = 1L << 30;

  /// The program of this very server, with libvips at `library`; all renderers together may hold
  /// `renderBytes`.
  public static RendererProgram ofThisServer(
      Path library, ConfinementPolicy policy, long renderBytes) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = System.getProperty("java.class.path");
    return new RendererProgram(java, classPath, library, policy, 2 * renderBytes + JVM_BYTES);
  }

  /// Starts a process that works on `bench`.
  Process on(WorkDirectory directory) throws IOException {
    return start(directory, RendererMain.class, library.toAbsolutePath().toString());
  }

  /// Starts `main` as renderers are started, with `first` and what it is to put on itself as its
  /// arguments.
  Process start(WorkDirectory directory, Class<?> main, String first) throws IOException {
    Optional<Confinement> confinement = policy.confinement();
    String limit = confinement.isPresent() ? Long.toString(memoryBytes) : UNCONFINED;
    List<String> command = command(main, first, limit);
    return confinement.isPresent()
        ? confinement.get().start(program(command, directory), readable())
        : unconfined(command, directory).start();
  }

  private static Confinement.Program program(List<String> command, WorkDirectory directory) {
    List<String> environment =
        ENVIRONMENT.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    return new Confinement.Program(command, environment, directory.folder());
  }

  /// A libvips that is installed somewhere may link to what is beside it.
  private List<Path> readable() throws IOException {
    List<Path> paths = new ArrayList<>(Confinement.javaRuntime());
    paths.addAll(Confinement.classPath(absolute()));
    paths.add(library.toAbsolutePath());
    if (!NativeLibrary.ours(library)) {
      paths.add(library.toRealPath().resolveSibling("").normalize());
    }
    return paths;
  }

  private static ProcessBuilder unconfined(List<String> command, WorkDirectory directory) {
    ProcessBuilder process = new ProcessBuilder(command).directory(directory.folder().toFile());
    process.environment().clear();
    process.environment().putAll(ENVIRONMENT);
    return process;
  }

  private List<String> command(Class<?> main, String... arguments) {
    return Stream.of(
            Stream.of(java.toString()),
            JVM.stream(),
            Stream.of("-cp", absolute(), main.getName()),
            Stream.of(arguments))
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
