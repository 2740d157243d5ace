package io.calotype.imaging.worker;

import io.calotype.imaging.worker.child.RendererMain;
import io.calotype.sandbox.Confinement;
import io.calotype.sandbox.ConfinementPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command, environment and confinement with which renderer processes start.
///
/// @param java the path of the `java` program
/// @param classPath the class path of our own classes, as `java -cp` accepts it
/// @param library the file of libvips
/// @param policy whether the kernel confines the process
/// @param memoryBytes the memory that a confined process may reserve before allocations fail
/// @param cache the AOT cache of its classes
public record RendererProgram(
    Path java,
    String classPath,
    Path library,
    ConfinementPolicy policy,
    long memoryBytes,
    AotCache cache) {
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
          "--enable-native-access=ALL-UNNAMED");

  /// The complete environment. The allocator keeps its memory between jobs, in one arena. The
  /// locale is for paths beyond ASCII. Warnings of libvips are not useful.
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "2000000000",
          "LC_ALL", "C.UTF-8",
          "VIPS_DISC_THRESHOLD", "1000g",
          "VIPS_WARNING", "0");

  /// Bytes that a renderer may reserve beyond twice its resident limit: its JVM, and freed memory
  /// that it has not yet returned to the system.
  private static final long JVM_BYTES = 1L << 30;

  /// The renderer program of the running server, with libvips at `library`. All renderers together
  /// may hold `renderBytes`.
  public static RendererProgram ofThisServer(
      Path library, ConfinementPolicy policy, long renderBytes) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = System.getProperty("java.class.path");
    return new RendererProgram(
        java, classPath, library, policy, 2 * renderBytes + JVM_BYTES, AotCache.named());
  }

  /// Starts a process in `directory`.
  Process on(WorkDirectory directory) throws IOException {
    return start(directory, RendererMain.class, library.toAbsolutePath().toString());
  }

  /// Starts `main` in the way renderers start. Its arguments are `first` and the memory limit in
  /// bytes, or `unconfined`.
  Process start(WorkDirectory directory, Class<?> main, String first) throws IOException {
    Optional<Confinement> confinement = policy.confinement();
    String limit = confinement.isPresent() ? Long.toString(memoryBytes) : RendererMain.UNCONFINED;
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

  /// An installed libvips may link to libraries in its own folder, which are therefore readable
  /// too.
  private List<Path> readable() throws IOException {
    List<Path> paths = new ArrayList<>(Confinement.javaRuntime());
    paths.addAll(Confinement.classPath(absolute()));
    paths.add(library.toAbsolutePath());
    cache.readable().ifPresent(paths::add);
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
            cache.options().stream(),
            Stream.of("-cp", absolute(), main.getName()),
            Stream.of(arguments))
        .flatMap(part -> part)
        .toList();
  }

  /// The class path with absolute paths, since the child runs in another working directory.
  private String absolute() {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
