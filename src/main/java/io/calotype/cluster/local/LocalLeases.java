package io.calotype.cluster.local;

import io.calotype.cluster.Leases;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Leases within one process. They do not expire: a holder that stops takes the process with it.
public final class LocalLeases implements Leases {
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final AtomicLong last = new AtomicLong();

  @Override
  public Optional<Lease> acquire(String name) {
    return held.add(name) ? Optional.of(new Held(name, last.incrementAndGet())) : Optional.empty();
  }

  private final class Held implements Lease {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final String name;
    private final long fence;

    Held(String name, long fence) {
      this.name = name;
      this.fence = fence;
    }

    @Override
    public long fence() {
      return fence;
    }

    @Override
    public boolean held() {
      return open.get();
    }

    @Override
    public void lapse() {
      close();
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        held.remove(name);
      }
    }
  }
}
