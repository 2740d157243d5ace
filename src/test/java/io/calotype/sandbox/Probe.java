package io.calotype.sandbox;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// Started as a renderer is, tries what a renderer must not be able to do, and says for each
/// whether it could: lines `<attempt> yes` or `<attempt> no <why>`.
public final class Probe {
  private static final int NETLINK = 16;
  private static final long MUCH = 4L << 30;
  private static final long READ_WRITE = 3;
  private static final long PRIVATE_ANONYMOUS = 0x22;
  private static final int UNIX = 1;
  private static final int STREAM = 1;
  private static final int RAW = 3;
  private static final int SEIZE = 0x4206; // attaches, and does not stop

  private Probe() {}

  /// The operation to try.
  @FunctionalInterface
  private interface Attempt {
    void make() throws Exception;
  }

  /// Tries everything.
  ///
  /// @param arguments a folder with files `secret` and `socket`, and after commas a port and the
  ///   process that has started this one; the most memory that it may hold, or `unconfined`
  public static void main(String[] arguments) throws Exception {
    String[] given = arguments[0].split(",", -1);
    Path folder = Path.of(given[0]);
    int port = Integer.parseInt(given[1]);
    long parent = Long.parseLong(given[2]);
    if (!arguments[1].equals("unconfined")) {
      SelfConfinement.putOn(Long.parseLong(arguments[1]));
    }
    attempt("read-source", () -> Files.readString(Path.of("source")));
    reads(folder, parent);
    writes(folder);
    sockets(folder, port);
    processes(parent);
    wider();
    System.out.println("done");
    while (System.in.read() >= 0) {
      // until it has been looked at
    }
  }

  private static void reads(Path folder, long parent) {
    attempt("read-secret", () -> Files.readString(folder.resolve("secret")));
    attempt("read-passwd", () -> Files.readString(Path.of("/etc/passwd")));
    attempt("list-folder", () -> listed(folder));
    attempt("list-root", () -> listed(Path.of("/")));
    attempt("read-other-bench", () -> Files.readString(Path.of("../other/source")));
    attempt(
        "read-environment-of-server",
        () -> Files.readAllBytes(Path.of("/proc", parent + "", "environ")));
    attempt(
        "read-memory-of-server",
        () -> Files.newByteChannel(Path.of("/proc", parent + "", "mem")).close());
  }

  private static void listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> {});
    }
  }

  private static void writes(Path folder) {
    attempt("create-in-bench", () -> Files.createFile(Path.of("new")));
    attempt("create-outside", () -> Files.createFile(folder.resolve("new")));
    attempt("create-in-tmp", () -> Files.createTempFile("probe", ""));
    attempt(
        "append-to-source",
        () -> Files.write(Path.of("source"), new byte[1], StandardOpenOption.APPEND));
    attempt("write-secret", () -> Files.write(folder.resolve("secret"), new byte[1]));
    attempt("folder-in-bench", () -> Files.createDirectory(Path.of("folder")));
    attempt("link", () -> Files.createLink(Path.of("link"), Path.of("source")));
    attempt("symbolic-link", () -> Files.createSymbolicLink(Path.of("soft"), Path.of("source")));
    attempt("touch", () -> Files.setLastModifiedTime(Path.of("source"), FileTime.fromMillis(0)));
    attempt(
        "chmod",
        () ->
            Files.setPosixFilePermissions(
                folder.resolve("secret"), PosixFilePermissions.fromString("rw-rw-rw-")));
    attempt("rename", () -> Files.move(Path.of("source"), Path.of("moved")));
    attempt("delete", () -> Files.delete(folder.resolve("victim")));
  }

  private static void sockets(Path folder, int port) {
    InetAddress here = InetAddress.getLoopbackAddress();
    attempt("tcp", () -> new Socket(here, port).close());
    attempt("listen", () -> new ServerSocket(0).close());
    attempt(
        "udp",
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress(here, port)));
          }
        });
    attempt(
        "unix",
        () -> {
          try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(folder.resolve("socket")));
          }
        });
    attempt("unix-by-hand", () -> required(Libc.call("socket", UNIX, STREAM, 0)));
    attempt("netlink", () -> required(Libc.call("socket", NETLINK, RAW, 0)));
  }

  private static void processes(long parent) {
    attempt("start-true", () -> new ProcessBuilder("/bin/true").start().waitFor());
    attempt(
        "start-java",
        () ->
            new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-version")
                .start()
                .waitFor());
    attempt("fork", Probe::fork);
    attempt("signal-server", () -> required(Libc.call("kill", parent, 0)));
    attempt("trace-server", () -> required(Libc.call("ptrace", SEIZE, parent, 0, 0)));
    attempt("limit-server", () -> required(Libc.syscall(Syscall.PRLIMIT64, parent, 7, 0, 0)));
    attempt("slow-server", () -> required(Libc.call("setpriority", 0, parent, 1)));
    attempt("signal-self", () -> required(Libc.call("kill", ProcessHandle.current().pid(), 0)));
    attempt("thread", () -> Thread.ofPlatform().start(() -> {}).join());
  }

  private static void wider() {
    attempt("much-memory", Probe::mapped);
    attempt("new-namespace", () -> required(Libc.syscall(Syscall.UNSHARE, 0)));
    attempt("io-uring", () -> required(Libc.syscall(Syscall.IO_URING_SETUP, 1, 0)));
  }

  private static void mapped() throws IOException {
    Libc.Answer answer = Libc.call("mmap", 0, MUCH, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
    if (answer.value() == -1) {
      throw new IOException("errno " + answer.errno());
    }
  }

  /// A child that comes to be ends at once.
  private static void fork() throws IOException {
    Libc.Answer answer = Libc.call("fork");
    if (answer.number() == 0) {
      Libc.call("_exit", 0);
    }
    required(answer);
  }

  private static void required(Libc.Answer answer) throws IOException {
    if (answer.number() < 0) {
      throw new IOException("errno " + answer.errno());
    }
  }

  private static void attempt(String name, Attempt attempt) {
    String result;
    try {
      attempt.make();
      result = " yes";
    } catch (Throwable refused) { // any failure: the call did not work
      result = " no " + refused;
    }
    System.out.println(name + result);
  }
}
