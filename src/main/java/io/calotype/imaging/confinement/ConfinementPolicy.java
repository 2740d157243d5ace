package io.calotype.imaging.confinement;

import io.calotype.telemetry.EventLog;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether processes are confined where the kernel can, must be, or are not.
///
/// What the kernel can do is asked when it is first wanted, and said in the log then.
public final class ConfinementPolicy {
  private final Mode mode;
  private boolean asked;
  private @Nullable Confinement found;

  /// What an operator can choose.
  public enum Mode {
    /// Confined where the kernel can.
    AUTO,
    /// Confined, or not started.
    REQUIRED,
    /// Not confined.
    OFF
  }

  /// Follows `mode`.
  public ConfinementPolicy(Mode mode) {
    this.mode = mode;
  }

  /// The confinement to start processes with; empty where they are not confined.
  ///
  /// Errors: an [UnsupportedOperationException] that says what is missing, where it is required.
  public synchronized Optional<Confinement> confinement() {
    if (!asked) {
      found = ask();
      asked = true;
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
