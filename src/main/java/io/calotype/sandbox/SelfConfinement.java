package io.calotype.sandbox;

/// The restrictions that a renderer applies to itself once its JVM runs, before it reads a picture.
public final class SelfConfinement {
  private static final long MAX_OPEN_FILES = 256;

  private SelfConfinement() {}

  /// Confines this process for good. It writes no file, holds at most `memoryBytes` of private
  /// memory, starts no program and no process, and signals only itself.
  ///
  /// Errors: an [IllegalStateException] if the kernel refuses.
  public static void putOn(long memoryBytes) {
    limit(ProcessLimits.FILE_SIZE, 0);
    limit(ProcessLimits.CORE, 0);
    limit(ProcessLimits.OPEN_FILES, MAX_OPEN_FILES);
    limit(ProcessLimits.DATA, memoryBytes);
    int pid = (int) ProcessHandle.current().pid();
    byte[] filter = SyscallFilter.forWork(pid).program();
    int refused = Restrictions.filter(filter, Restrictions.ALL_THREADS);
    if (refused != 0) {
      throw new IllegalStateException("seccomp refuses the filter: " + refused);
    }
  }

  private static void limit(int resource, long value) {
    if (ProcessLimits.set(ProcessLimits.THIS_PROCESS, resource, value) != 0) {
      throw new IllegalStateException("no limit on resource " + resource);
    }
  }
}
