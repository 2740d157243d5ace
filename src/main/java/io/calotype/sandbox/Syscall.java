package io.calotype.sandbox;

/// Linux system calls that we make or forbid, with their numbers (asm/unistd_64.h and
/// asm-generic/unistd.h).
enum Syscall {
  // made by us
  SECCOMP(317, 277),
  PRLIMIT64(302, 261),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_RESTRICT_SELF(446, 446),
  // sockets
  SOCKET(41, 198),
  SOCKETPAIR(53, 199),
  CONNECT(42, 203),
  BIND(49, 200),
  LISTEN(50, 201),
  ACCEPT(43, 202),
  ACCEPT4(288, 242),
  // messages and memory shared with others
  SHMGET(29, 194),
  SHMAT(30, 196),
  SEMGET(64, 190),
  MSGGET(68, 186),
  MQ_OPEN(240, 180),
  // file attributes, which Landlock does not control
  CHMOD(90, Syscall.NONE),
  FCHMOD(91, 52),
  FCHMODAT(268, 53),
  FCHMODAT2(452, 452),
  CHOWN(92, Syscall.NONE),
  FCHOWN(93, 55),
  LCHOWN(94, Syscall.NONE),
  FCHOWNAT(260, 54),
  UTIME(132, Syscall.NONE),
  UTIMES(235, Syscall.NONE),
  FUTIMESAT(261, Syscall.NONE),
  UTIMENSAT(280, 88),
  SETXATTR(188, 5),
  LSETXATTR(189, 6),
  FSETXATTR(190, 7),
  SETXATTRAT(463, 463),
  REMOVEXATTR(197, 14),
  LREMOVEXATTR(198, 15),
  FREMOVEXATTR(199, 16),
  REMOVEXATTRAT(466, 466),
  FILE_SETATTR(469, 469),
  NAME_TO_HANDLE_AT(303, 264),
  OPEN_BY_HANDLE_AT(304, 265),
  // other processes
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  PROCESS_MADVISE(440, 440),
  PROCESS_MRELEASE(448, 448),
  KCMP(312, 272),
  PIDFD_OPEN(434, 434),
  PIDFD_GETFD(438, 438),
  PIDFD_SEND_SIGNAL(424, 424),
  SETPRIORITY(141, 140),
  IOPRIO_SET(251, 30),
  SCHED_SETPARAM(142, 118),
  SCHED_SETSCHEDULER(144, 119),
  SCHED_SETATTR(314, 274),
  SCHED_SETAFFINITY(203, 122),
  MIGRATE_PAGES(256, 238),
  MOVE_PAGES(279, 239),
  // rarely needed kernel interfaces, which widen the attack surface
  BPF(321, 280),
  PERF_EVENT_OPEN(298, 241),
  USERFAULTFD(323, 282),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  KEYCTL(250, 219),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  FANOTIFY_INIT(300, 262),
  PERSONALITY(135, 92),
  UNSHARE(272, 97),
  SETNS(308, 268),
  CHROOT(161, 51),
  PIVOT_ROOT(155, 41),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  FSPICK(433, 433),
  MOUNT_SETATTR(442, 442),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  REBOOT(169, 142),
  ACCT(163, 89),
  QUOTACTL(179, 60),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  DELETE_MODULE(176, 106),
  KEXEC_LOAD(246, 104),
  KEXEC_FILE_LOAD(320, 294),
  SYSLOG(103, 116),
  SETTIMEOFDAY(164, 170),
  CLOCK_SETTIME(227, 112),
  CLOCK_ADJTIME(305, 266),
  ADJTIMEX(159, 171),
  SETHOSTNAME(170, 161),
  SETDOMAINNAME(171, 162),
  IOPL(172, Syscall.NONE),
  IOPERM(173, Syscall.NONE),
  MODIFY_LDT(154, Syscall.NONE),
  VHANGUP(153, 58),
  // programs, processes and signals
  EXECVE(59, 221),
  EXECVEAT(322, 281),
  FORK(57, Syscall.NONE),
  VFORK(58, Syscall.NONE),
  CLONE(56, 220),
  CLONE3(435, 435),
  KILL(62, 129),
  TKILL(200, 130),
  TGKILL(234, 131),
  RT_SIGQUEUEINFO(129, 138),
  RT_TGSIGQUEUEINFO(297, 240);

  private static final int NONE = -1;

  private final int amd64;
  private final int aarch64;

  Syscall(int amd64, int aarch64) {
    this.amd64 = amd64;
    this.aarch64 = aarch64;
  }

  /// The number on this machine.
  int number() {
    return CpuArchitecture.HERE == CpuArchitecture.AARCH64 ? aarch64 : amd64;
  }

  /// Whether this machine has the call.
  boolean exists() {
    return number() != NONE;
  }
}
