package io.calotype.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Starts processes that the kernel confines.
///
/// A process starts under Landlock and a seccomp filter. Once its JVM runs, a renderer adds the
/// restrictions under which it could not have started: see [SelfConfinement]. A foreign program
/// does not confine itself. It gets every restriction that can be applied from outside.
public final class Confinement {
  /// System paths that a program may read. No folder of `/proc` is among them: it exposes the
  /// environment of every process of the same user, which may contain secrets.
  private static final List<String> SYSTEM =
      List.of(
          "/lib",
          "/lib64",
          "/usr/lib",
          "/usr/lib64",
          "/etc/ld.so.cache",
          "/proc/cpuinfo",
          "/proc/meminfo",
          "/proc/stat",
          "/proc/sys/kernel/pid_max",
          "/proc/sys/kernel/threads-max",
          "/proc/sys/vm/max_map_count",
          "/proc/sys/vm/overcommit_memory",
          "/sys/devices/system/cpu",
          "/dev/null",
          "/dev/random",
          "/dev/urandom",
          "/etc/fonts",
          "/usr/share/fonts",
          "/usr/share/fontconfig",
          "/usr/local/share/fonts",
          "/var/cache/fontconfig");

  private static final List<String> INTERPRETERS =
      List.of("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1");

  private final int landlock;

  private Confinement(int landlock) {
    this.landlock = landlock;
  }

  /// The confinement that this machine supports.
  ///
  /// Errors: an [UnsupportedOperationException] that names the missing feature.
  public static Confinement ofThisMachine() {
    if (CpuArchitecture.HERE == CpuArchitecture.OTHER) {
      throw new UnsupportedOperationException("it is known on Linux on x64 and arm64 alone");
    }
    if (!Libc.has("posix_spawn_file_actions_addclosefrom_np")) {
      throw new UnsupportedOperationException("the C library is not glibc 2.34 or newer");
    }
    int version = Landlock.version();
    if (version == 0) {
      throw new UnsupportedOperationException("the kernel has no Landlock, or has it switched off");
    }
    int refused = tried(version);
    if (refused != 0) {
      throw new UnsupportedOperationException("the kernel refuses it: errno " + refused);
    }
    return new Confinement(version);
  }

  /// Confines a new thread that then ends. Returns 0, or the `errno` of the kernel's refusal.
  private static int tried(int version) {
    AtomicInteger refused = new AtomicInteger();
    try (Landlock rules = Landlock.create(version)) {
      byte[] filter = SyscallFilter.forStart().program();
      Thread thread =
          Thread.ofPlatform()
              .name("confined-trial")
              .start(() -> refused.set(Restrictions.putOn(rules.descriptor(), filter)));
      thread.join();
      return refused.get();
    } catch (IOException e) {
      throw new UnsupportedOperationException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnsupportedOperationException("interrupted", e);
    }
  }

  /// The Landlock version in use.
  public int landlock() {
    return landlock;
  }

  /// Starts `program`, which may read its folder, the system's libraries and fonts, and `readable`.
  /// The program must confine itself further.
  ///
  /// Errors: an [IOException] if the kernel refuses, or the program cannot be run.
  public Process start(Program program, List<Path> readable) throws IOException {
    return started(program, readable, SyscallFilter.forStart());
  }

  /// Starts a `program` that is not ours, under the same rules. In addition it cannot signal other
  /// processes, and the only program that it can start is itself.
  ///
  /// Errors: an [IOException] if the kernel refuses, or the program cannot be run.
  public Process startForeign(Program program, List<Path> readable, ProcessLimits limits)
      throws IOException {
    return limits.on(started(program, readable, SyscallFilter.forForeign()));
  }

  private Process started(Program program, List<Path> readable, SyscallFilter filter)
      throws IOException {
    try (Landlock rules = rules(program, readable)) {
      return ConfinedProcess.start(program, rules.descriptor(), filter.program());
    }
  }

  /// A program to start.
  ///
  /// @param command the path of the program, and its arguments
  /// @param environment all variables, as `NAME=value`
  /// @param folder its working directory
  public record Program(List<String> command, List<String> environment, Path folder) {
    public Program {
      command = List.copyOf(command);
      environment = List.copyOf(environment);
    }
  }

  private Landlock rules(Program program, List<Path> readable) throws IOException {
    Landlock rules = Landlock.create(landlock);
    try {
      for (Path path : readablePaths(program, readable)) {
        rules.reading(path.toRealPath());
      }
      for (String file : runnable(program)) {
        if (Files.exists(Path.of(file))) {
          rules.running(Path.of(file).toRealPath());
        }
      }
      return rules;
    } catch (IOException | RuntimeException e) {
      rules.close();
      throw e;
    }
  }

  private static List<Path> readablePaths(Program program, List<Path> readable) {
    List<Path> all = new ArrayList<>(readable);
    all.add(program.folder());
    SYSTEM.stream().map(Path::of).forEach(all::add);
    return all.stream().filter(Files::exists).toList();
  }

  private static List<String> runnable(Program program) {
    return Stream.concat(Stream.of(program.command().getFirst()), INTERPRETERS.stream()).toList();
  }

  /// The files of the current Java runtime that a Java program reads.
  public static List<Path> javaRuntime() {
    Path home = Path.of(System.getProperty("java.home"));
    Path conf = home.resolve("conf"); // in Debian's packages a link to a folder outside
    return List.of(home, conf, home.resolve("lib/security"));
  }

  /// The entries of a class path.
  public static List<Path> classPath(String text) {
    return Stream.of(text.split(File.pathSeparator)).map(Path::of).toList();
  }
}
