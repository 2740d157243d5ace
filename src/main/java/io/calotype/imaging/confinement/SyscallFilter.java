package io.calotype.imaging.confinement;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A seccomp filter: a program of classic BPF that looks at each system call (seccomp(2)).
///
/// It lists what is forbidden and lets the rest pass: what a JVM needs differs from build to build,
/// and a renderer that is killed for an unknown harmless call serves nobody. What is forbidden
/// answers `EPERM`.
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

  /// What a renderer may do at no time, not even while its JVM starts.
  private static final Set<Syscall> NEVER = EnumSet.range(Syscall.SOCKET, Syscall.VHANGUP);

  private final List<long[]> instructions = new ArrayList<>();

  private SyscallFilter() {
    add(LOAD, 0, 0, ARCHITECTURE);
    add(EQUAL, 1, 0, CpuArchitecture.HERE.audit());
    refuse(EPERM);
    add(LOAD, 0, 0, NUMBER);
    if (CpuArchitecture.HERE == CpuArchitecture.AMD64) {
      add(AT_LEAST, 0, 1, FIRST_X32); // the same calls by other numbers
      refuse(EPERM);
    }
  }

  /// Forbids what no renderer needs; it may still be started under it.
  static SyscallFilter forStart() {
    SyscallFilter filter = new SyscallFilter();
    NEVER.stream().filter(Syscall::exists).forEach(filter::forbid);
    return filter;
  }

  /// Forbids beyond that to signal any process and to limit another: for a program that will not
  /// forbid itself anything. What starts it needs neither.
  static SyscallFilter forForeign() {
    SyscallFilter filter = forStart();
    EnumSet.range(Syscall.KILL, Syscall.RT_TGSIGQUEUEINFO).forEach(filter::forbid);
    filter.unlessArgument(Syscall.PRLIMIT64, EQUAL, 0);
    return filter;
  }

  /// Forbids beyond what [#forStart] does to start a program or a process, and to touch any process
  /// but `pid`, which is the renderer itself.
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
    filter.answer(Syscall.CLONE3, ENOSYS); // its flags are out of sight; libc falls back to clone
    return filter;
  }

  /// The program as the kernel reads it: 8 bytes an instruction (struct sock_filter).
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
