package io.calotype.sandbox;

import io.calotype.telemetry.EventLog;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides whether processes are confined: if the kernel supports it, always, or never.
///
/// The first use detects the kernel's support and logs it.
public final class ConfinementPolicy {
  private final Mode mode;
  private boolean known;
  private @Nullable Confinement found;

  /// The choices of an operator.
  public enum Mode {
    /// Confine if the kernel supports it.
    AUTO,
    /// Confine, or refuse to start.
    REQUIRED,
    /// Do not confine.
    OFF
  }

  /// A policy that follows `mode`.
  public ConfinementPolicy(Mode mode) {
    this.mode = mode;
  }

  /// The confinement for new processes; empty if they are not confined.
  ///
  /// Errors: an [UnsupportedOperationException] that names the missing feature, if confinement is
  /// required.
  public synchronized Optional<Confinement> confinement() {
    if (!known) {
      found = ask();
      known = true;
    }
    return Optional.ofNullable(found);
  }

  private @Nullable Confinement ask() {
    if (mode == Mode.OFF) {
      EventLog.warn("confinement", "in-force", false, "reason", "it is switched off");
      return null;
    }
    try {
      Confinement confinement = Confinement.ofThisMachine();
      EventLog.info("confinement", "in-force", true, "landlock", confinement.landlock());
      return confinement;
    } catch (UnsupportedOperationException missing) {
      if (mode == Mode.REQUIRED) {
        throw missing;
      }
      EventLog.warn(
          "confinement", "in-force", false, "reason", String.valueOf(missing.getMessage()));
      return null;
    }
  }
}
