package io.calotype.imaging.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Calls C functions by name. The Java types of the arguments determine the C types.
///
/// `Integer` is an `int`, `Long` any 64-bit number, `Double` a `double`, `MemorySegment` a pointer,
/// `String` a pointer to UTF-8 that is freed when the call returns. A function is linked on its
/// first call, and must always be called with the same types.
@SuppressWarnings("restricted")
final class NativeCalls {
  private final Linker linker = Linker.nativeLinker();
  private final Map<String, MethodHandle> linked = new HashMap<>();
  private final SymbolLookup symbols;

  NativeCalls(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /// Calls a function without a result.
  void run(String name, Object... arguments) {
    invoke(name, FunctionDescriptor::ofVoid, arguments);
  }

  /// Calls a function that returns a pointer.
  MemorySegment pointer(String name, Object... arguments) {
    return (MemorySegment) answer(name, ADDRESS, arguments);
  }

  /// Calls a function that returns an `int`.
  int integer(String name, Object... arguments) {
    return (int) answer(name, JAVA_INT, arguments);
  }

  /// Calls a function that returns a 64-bit number.
  long number(String name, Object... arguments) {
    return (long) answer(name, JAVA_LONG, arguments);
  }

  /// Calls a function that returns a `double`.
  double real(String name, Object... arguments) {
    return (double) answer(name, JAVA_DOUBLE, arguments);
  }

  private Object answer(String name, MemoryLayout result, Object... arguments) {
    return invoke(name, layouts -> FunctionDescriptor.of(result, layouts), arguments);
  }

  private Object invoke(
      String name, Function<MemoryLayout[], FunctionDescriptor> shape, Object... arguments) {
    MethodHandle function =
        linked.computeIfAbsent(name, key -> link(key, shape.apply(layouts(arguments))));
    try (Arena arena = Arena.ofConfined()) {
      return (Object) function.invokeExact(inC(arena, arguments));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(name, t);
    }
  }

  /// Links a function that takes its arguments as an array: `invokeWithArguments` prepares that at
  /// each call.
  private MethodHandle link(String name, FunctionDescriptor shape) {
    return linker
        .downcallHandle(symbols.findOrThrow(name), shape)
        .asSpreader(Object[].class, shape.argumentLayouts().size())
        .asType(MethodType.methodType(Object.class, Object[].class));
  }

  private static Object[] inC(Arena arena, Object... arguments) {
    Object[] values = arguments.clone();
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof String text) {
        values[i] = arena.allocateFrom(text);
      }
    }
    return values;
  }

  private static MemoryLayout[] layouts(Object... arguments) {
    return Arrays.stream(arguments).map(NativeCalls::layout).toArray(MemoryLayout[]::new);
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case Integer _ -> JAVA_INT;
      case Long _ -> JAVA_LONG;
      case Double _ -> JAVA_DOUBLE;
      default -> ADDRESS;
    };
  }
}
