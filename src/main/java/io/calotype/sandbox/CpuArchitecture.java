package io.calotype.sandbox;

/// The CPU architectures on which confinement is supported.
enum CpuArchitecture {
  AMD64(0xc000003e),
  AARCH64(0xc00000b7),
  /// Any other architecture or operating system, on which nothing is confined.
  OTHER(0);

  /// The architecture of this machine.
  static final CpuArchitecture HERE = here();

  private final int audit;

  CpuArchitecture(int audit) {
    this.audit = audit;
  }

  /// The seccomp constant of the architecture (linux/audit.h).
  int audit() {
    return audit;
  }

  private static CpuArchitecture here() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return OTHER;
    }
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> AMD64;
      case "aarch64" -> AARCH64;
      default -> OTHER;
    };
  }
}
