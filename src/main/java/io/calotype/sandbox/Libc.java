package io.calotype.sandbox;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;

/// Functions of the C library, each called with seven 64-bit numbers.
///
/// On both supported architectures, integers and pointers are passed in the same registers, and a
/// function ignores further arguments. One method handle therefore serves all functions.
@SuppressWarnings("restricted")
final class Libc {
  private static final int ARGUMENTS = 7;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
              JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  private Libc() {}

  /// The result of a call.
  ///
  /// @param value the returned 64 bits; an `int` is the lower half
  /// @param errno valid only if `value` indicates a failure
  record Answer(long value, int errno) {
    int number() {
      return (int) value;
    }
  }

  /// Whether the C library has this function.
  static boolean has(String function) {
    return find(function).isPresent();
  }

  private static Optional<MemorySegment> find(String function) {
    return LINKER.defaultLookup().find(function);
  }

  /// Calls a function. Pointers are passed as addresses.
  static Answer call(String function, long... arguments) {
    MemorySegment code = find(function).orElseThrow();
    long[] all = Arrays.copyOf(arguments, ARGUMENTS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long value =
          (long)
              CALL.invokeExact(code, state, all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
      return new Answer(value, (int) ERRNO.get(state, 0L));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError(function, impossible);
    }
  }

  /// Makes a system call.
  static Answer syscall(Syscall call, long... arguments) {
    long[] all = new long[arguments.length + 1];
    all[0] = call.number();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return call("syscall", all);
  }

  /// The address of a copy of `text` as a C string.
  static long text(Arena arena, String text) {
    return arena.allocateFrom(text).address();
  }

  /// The address of an array of C strings that ends with a null pointer, like `argv`.
  static long texts(Arena arena, Iterable<String> texts) {
    long[] addresses =
        java.util.stream.StreamSupport.stream(texts.spliterator(), false)
            .mapToLong(text -> text(arena, text))
            .toArray();
    MemorySegment array = arena.allocate(ADDRESS, addresses.length + 1L);
    for (int i = 0; i < addresses.length; i++) {
      array.setAtIndex(JAVA_LONG, i, addresses[i]);
    }
    return array.address();
  }

  /// Reads two `int`s that a function has filled in.
  static int[] pair(MemorySegment memory) {
    return new int[] {memory.getAtIndex(JAVA_INT, 0), memory.getAtIndex(JAVA_INT, 1)};
  }
}
