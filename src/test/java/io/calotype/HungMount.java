package io.calotype;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A file system of which no operation returns: FUSE without a server that answers. It covers a
/// folder until it is closed. After [#die] every operation fails instead (`ENOTCONN`).
///
/// Only root may mount it.
public final class HungMount implements Closeable {
  private static final String SERVER =
      """
      import ctypes, os, sys, time
      fd = os.open('/dev/fuse', os.O_RDWR)
      options = 'fd=%d,rootmode=40000,user_id=0,group_id=0' % fd
      libc = ctypes.CDLL(None, use_errno=True)
      print(libc.mount(b'hung', os.fsencode(sys.argv[1]), b'fuse', 0, options.encode()), flush=True)
      sys.stdin.read()
      """;

  private final Process server;
  private final Path folder;

  private HungMount(Process server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /// Covers `folder`. A test that cannot is skipped: it lacks the right to mount FUSE.
  public static HungMount over(Path folder) throws IOException {
    Assumptions.assumeTrue(
        Files.isWritable(Path.of("/dev/fuse")), "no right to mount FUSE: run as root");
    Process server =
        new ProcessBuilder("python3", "-c", SERVER, folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = server.inputReader();
    Assumptions.assumeTrue("0".equals(said.readLine()), "no right to mount FUSE: run as root");
    return new HungMount(server, folder);
  }

  /// Ends the server: operations that wait, and all later ones, fail.
  public void die() {
    server.destroyForcibly();
    server.onExit().join();
  }

  @Override
  public void close() throws IOException {
    die();
    try {
      new ProcessBuilder("umount", "-l", folder.toString()).start().waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
