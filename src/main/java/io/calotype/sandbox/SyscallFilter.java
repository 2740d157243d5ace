package io.calotype.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A seccomp filter: a classic BPF program that checks each system call (seccomp(2)).
///
/// It is a list of forbidden calls; all others pass. The calls that a JVM needs differ from build
/// to build, and killing a renderer for an unknown harmless call helps no user. A forbidden call
/// returns `EPERM`.
final class SyscallFilter {
  private static final int LOAD = 0x20;
  private static final int EQUAL = 0x15;
  private static final int AT_LEAST = 0x35;
  private static final int ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;

  private static final int ALLOW = 0x7fff0000;
  private static final int ERROR = 0x00050000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  private static final int FIRST_X32 = 0x40000000;
  private static final int CLONE_THREAD = 0x00010000;
  private static final int INSTRUCTION_BYTES = 8;

  /// Calls that a renderer may never make, not even while its JVM starts.
  private static final Set<Syscall> NEVER = EnumSet.range(Syscall.SOCKET, Syscall.VHANGUP);

  private final List<long[]> instructions = new ArrayList<>();

  private SyscallFilter() {
    add(LOAD, 0, 0, ARCHITECTURE);
    add(EQUAL, 1, 0, CpuArchitecture.HERE.audit());
    refuse(EPERM);
    add(LOAD, 0, 0, NUMBER);
    if (CpuArchitecture.HERE == CpuArchitecture.AMD64) {
      add(AT_LEAST, 0, 1, FIRST_X32); // the same calls under other numbers
      refuse(EPERM);
    }
  }

  /// Forbids calls that no renderer needs, but allows those that its start needs.
  static SyscallFilter forStart() {
    SyscallFilter filter = new SyscallFilter();
    NEVER.stream().filter(Syscall::exists).forEach(filter::forbid);
    return filter;
  }

  /// Also forbids signalling any process and limiting other processes. It is for a program that
  /// does not confine itself. Starting the program needs neither.
  static SyscallFilter forForeign() {
    SyscallFilter filter = forStart();
    EnumSet.range(Syscall.KILL, Syscall.RT_TGSIGQUEUEINFO).forEach(filter::forbid);
    filter.unlessArgument(Syscall.PRLIMIT64, EQUAL, 0);
    return filter;
  }

  /// Forbids starting programs and processes, and affecting any process but `pid`, the renderer
  /// itself. The rules of [#forStart] are not repeated: they stay in force from the start.
  static SyscallFilter forWork(int pid) {
    SyscallFilter filter = new SyscallFilter();
    EnumSet.of(
            Syscall.EXECVE,
            Syscall.EXECVEAT,
            Syscall.FORK,
            Syscall.VFORK,
            Syscall.TKILL,
            Syscall.RT_SIGQUEUEINFO,
            Syscall.RT_TGSIGQUEUEINFO)
        .stream()
        .filter(Syscall::exists)
        .forEach(filter::forbid);
    filter.unlessArgument(Syscall.KILL, EQUAL, pid);
    filter.unlessArgument(Syscall.TGKILL, EQUAL, pid);
    filter.unlessArgument(Syscall.PRLIMIT64, EQUAL, 0);
    filter.unlessArgument(Syscall.CLONE, ANY_BIT, CLONE_THREAD);
    filter.answer(Syscall.CLONE3, ENOSYS); // BPF cannot read its flags; libc falls back to clone
    return filter;
  }

  /// The filter in the kernel's format: 8 bytes an instruction (struct sock_filter).
  byte[] program() {
    ByteBuffer program =
        ByteBuffer.allocate((instructions.size() + 1) * INSTRUCTION_BYTES)
            .order(ByteOrder.nativeOrder());
    instructions.forEach(i -> put(program, i));
    put(program, new long[] {RETURN, 0, 0, ALLOW});
    return program.array();
  }

  private static void put(ByteBuffer program, long... instruction) {
    program.putShort((short) instruction[0]);
    program.put((byte) instruction[1]).put((byte) instruction[2]);
    program.putInt((int) instruction[3]);
  }

  private void forbid(Syscall call) {
    answer(call, EPERM);
  }

  private void answer(Syscall call, int errno) {
    add(EQUAL, 0, 1, call.number());
    refuse(errno);
  }

  /// Forbids a call unless its first argument passes `test` against `value`.
  private void unlessArgument(Syscall call, int test, int value) {
    add(EQUAL, 0, 4, call.number());
    add(LOAD, 0, 0, FIRST_ARGUMENT); // the lower half: both machines are little-endian
    add(test, 1, 0, value);
    refuse(EPERM);
    add(LOAD, 0, 0, NUMBER);
  }

  private void refuse(int errno) {
    add(RETURN, 0, 0, ERROR | errno);
  }

  private void add(int code, int ifTrue, int ifFalse, int k) {
    instructions.add(new long[] {code, ifTrue, ifFalse, k});
  }
}
