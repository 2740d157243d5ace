package io.calotype.relocation;

import io.calotype.originals.BlobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// A real store that fails at one of its calls, before or after its effect, like a program that is
/// killed there.
final class CrashingStore {
  private final AtomicInteger calls = new AtomicInteger();
  private final BlobStore real;
  private final int crash;
  private final When when;

  /// Whether the effect of the call happens.
  enum When {
    BEFORE,
    AFTER
  }

  /// @param crash the number of the call that fails, from 1
  CrashingStore(BlobStore real, int crash, When when) {
    this.real = real;
    this.crash = crash;
    this.when = when;
  }

  BlobStore store() {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              boolean fails = calls.incrementAndGet() == crash;
              if (fails && when == When.BEFORE) {
                throw new IllegalStateException("killed");
              }
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException refused) {
                throw refused.getCause();
              }
              if (fails) {
                throw new IllegalStateException("killed");
              }
              return result;
            });
  }

  /// Whether the call was reached.
  boolean crashed() {
    return calls.get() >= crash;
  }
}
