package io.calotype.sandbox;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process that a confined thread has started, with pipes to it.
///
/// [ProcessBuilder] cannot be used: it starts a thread that waits for the process, and that thread
/// would be confined too.
final class ConfinedProcess extends Process {
  private static final int OPAQUE_BYTES = 512; // posix_spawn's structures are smaller
  private static final int SIGNALLED = 128;

  private final ProcessHandle handle;
  private final OutputStream in;
  private final InputStream out;
  private final InputStream errors;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private ConfinedProcess(int pid, Pipe in, Pipe out, Pipe errors) throws IOException {
    this.handle = ProcessHandle.of(pid).orElseThrow(() -> new IOException("ended at once"));
    this.in = new FileOutputStream(in.write().path());
    this.out = new FileInputStream(out.read().path());
    this.errors = new FileInputStream(errors.read().path());
  }

  /// Starts `program` from a new thread that first applies the ruleset and the filter to itself.
  static Process start(Confinement.Program program, int ruleset, byte[] filter) throws IOException {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("confined-starter")
        .daemon()
        .start(() -> run(program, ruleset, filter, started));
    try {
      return started.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("a confined process could not be started", e.getCause());
    }
  }

  /// Starts the process and waits for its end, on its own thread, which is not confined.
  private static void run(
      Confinement.Program program, int ruleset, byte[] filter, CompletableFuture<Process> started) {
    try {
      ConfinedProcess process = spawned(program, ruleset, filter);
      started.complete(process);
      process.exit.complete(awaited((int) process.pid()));
    } catch (IOException | RuntimeException | Error e) {
      started.completeExceptionally(e);
    }
  }

  private static ConfinedProcess spawned(Confinement.Program program, int ruleset, byte[] filter)
      throws IOException {
    try (Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        Pipe errors = Pipe.open();
        Arena arena = Arena.ofShared()) {
      List<Pipe.End> ends = List.of(in.read(), out.write(), errors.write());
      int pid = new Spawn(arena, program, ends).confined(ruleset, filter);
      return new ConfinedProcess(pid, in, out, errors);
    }
  }

  /// Waits for the end of the process. Returns its exit code, or 128 plus the signal that ended it.
  private static int awaited(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      while (Libc.call("waitpid", pid, status.address(), 0).number() != pid) {
        Thread.onSpinWait(); // interrupted by a signal
      }
      int bits = status.get(ValueLayout.JAVA_INT, 0);
      int signal = bits & 0x7f;
      return signal == 0 ? (bits >> 8) & 0xff : SIGNALLED + signal;
    }
  }

  /// A prepared call of posix_spawn.
  private static final class Spawn {
    private final MemorySegment pid;
    private final long[] arguments;
    private long result;

    Spawn(Arena arena, Confinement.Program program, List<Pipe.End> ends) {
      pid = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment actions = arena.allocate(OPAQUE_BYTES, Long.BYTES);
      Libc.call("posix_spawn_file_actions_init", actions.address());
      for (int target = 0; target < ends.size(); target++) {
        Libc.call(
            "posix_spawn_file_actions_adddup2",
            actions.address(),
            ends.get(target).descriptor(),
            target);
      }
      Libc.call("posix_spawn_file_actions_addclosefrom_np", actions.address(), ends.size());
      Libc.call(
          "posix_spawn_file_actions_addchdir_np",
          actions.address(),
          Libc.text(arena, program.folder().toString()));
      arguments =
          new long[] {
            pid.address(),
            Libc.text(arena, program.command().getFirst()),
            actions.address(),
            0,
            Libc.texts(arena, program.command()),
            Libc.texts(arena, program.environment())
          };
    }

    /// Makes the call on a new thread that confines itself first and then ends.
    int confined(int ruleset, byte[] filter) throws IOException {
      Thread thread = Thread.ofPlatform().name("confined").unstarted(() -> make(ruleset, filter));
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
      if (result != 0) {
        throw new IOException("a confined process could not be started: errno " + result);
      }
      return pid.get(ValueLayout.JAVA_INT, 0);
    }

    private void make(int ruleset, byte[] filter) {
      result = Restrictions.putOn(ruleset, filter);
      if (result == 0) {
        result = Libc.call("posix_spawn", arguments).number();
      }
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return in;
  }

  @Override
  public InputStream getInputStream() {
    return out;
  }

  @Override
  public InputStream getErrorStream() {
    return errors;
  }

  @Override
  public long pid() {
    return handle.pid();
  }

  @Override
  public ProcessHandle toHandle() {
    return handle;
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      exit.get(timeout, unit);
      return true;
    } catch (TimeoutException stillAlive) {
      return false;
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public int exitValue() {
    if (!exit.isDone()) {
      throw new IllegalThreadStateException("the process has not ended");
    }
    return exit.join();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(code -> this);
  }

  @Override
  public void destroy() {
    handle.destroy();
  }

  @Override
  public Process destroyForcibly() {
    handle.destroyForcibly();
    return this;
  }
}
