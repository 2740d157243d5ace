package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.sandbox.Confinement;
import io.calotype.sandbox.ConfinementPolicy;
import io.calotype.sandbox.Probe;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operations that the kernel permits and refuses to a renderer, tried inside one.
class ConfinementTest {
  /// Operations that a renderer needs.
  private static final Set<String> NEEDED = Set.of("read-source", "signal-self", "thread");

  /// Operations that the tests' machine may refuse to every process.
  private static final Set<String> PRIVILEGED =
      Set.of("trace-server", "read-memory-of-server", "slow-server", "io-uring", "new-namespace");

  private final List<String> open = new ArrayList<>();
  private final List<String> variables = new ArrayList<>();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void lay() throws IOException {
    Files.writeString(folder.resolve("secret"), "secret");
    Files.writeString(folder.resolve("victim"), "victim");
    Files.writeString(
        WorkDirectory.at(folder.resolve("benches/other")).folder().resolve("source"), "x");
  }

  @Test
  void confined_everyForbiddenAttempt_fails() throws Exception {
    assumeConfinable();
    List<String> lines = probed(ConfinementPolicy.Mode.REQUIRED);

    assertThat(answers(lines, " yes")).containsExactlyInAnyOrderElementsOf(NEEDED);
    assertThat(answers(lines, " no ")).hasSizeGreaterThan(30);
    assertThat(folder.resolve("victim")).exists();
    assertThat(folder.resolve("benches/own")).isDirectoryContaining(p -> p.endsWith("source"));
  }

  /// The attempts are such as succeed where nothing forbids them: else they would prove nothing.
  @Test
  void unconfined_theSameAttempts_succeed() throws Exception {
    List<String> lines = probed(ConfinementPolicy.Mode.OFF);

    assertThat(answers(lines, " no ")).isSubsetOf(PRIVILEGED);
    assertThat(answers(lines, " yes")).containsAll(NEEDED).contains("read-passwd", "tcp", "fork");
  }

  @Test
  void confined_environmentAndOpenFiles_areNotOurs() throws Exception {
    assumeConfinable();
    try (FileInputStream ours = new FileInputStream(folder.resolve("secret").toFile())) {
      probed(ConfinementPolicy.Mode.REQUIRED);

      assertThat(ours.read()).isPositive();
      assertThat(open)
          .noneMatch(line -> line.endsWith("/secret") || line.startsWith("socket:"))
          .filteredOn(line -> line.startsWith("pipe:"))
          .hasSize(3);
      assertThat(variables)
          .containsExactlyInAnyOrder(
              "MALLOC_ARENA_MAX",
              "MALLOC_MMAP_MAX_",
              "MALLOC_TRIM_THRESHOLD_",
              "LC_ALL",
              "VIPS_WARNING",
              "VIPS_DISC_THRESHOLD");
    }
  }

  /// A process that a confined thread starts is confined; this program stays free.
  @Test
  void confined_theStartingProgram_staysFree() throws Exception {
    assumeConfinable();
    probed(ConfinementPolicy.Mode.REQUIRED);

    List<String> threads = threads();
    assertThat(threads).hasSizeGreaterThan(5);
    assertThat(threads).allMatch(status -> status.contains("NoNewPrivs:\t0"));
    assertThat(threads).allMatch(status -> status.contains("Seccomp:\t0"));
  }

  /// The kernel's status of each thread of this process that has not ended meanwhile.
  private static List<String> threads() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        try {
          all.add(Files.readString(thread.resolve("status")));
        } catch (IOException ended) {
          // it cannot hand anything on any more
        }
      }
    }
    return all;
  }

  private List<String> probed(ConfinementPolicy.Mode mode) throws IOException {
    WorkDirectory directory = WorkDirectory.at(folder.resolve("benches/own"));
    directory.lay(folder.resolve("victim"));
    Path socket = folder.resolve("socket");
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      unix.bind(UnixDomainSocketAddress.of(socket));
      String given = folder + "," + tcp.getLocalPort() + "," + ProcessHandle.current().pid();
      Process probe = PoolFixture.program(mode).start(directory, Probe.class, given);
      try (BufferedReader lines = probe.inputReader()) {
        List<String> said = lines.lines().takeWhile(line -> !line.equals("done")).toList();
        look(probe);
        return said;
      }
    }
  }

  /// The open files and the variables of the process, as seen from outside.
  private void look(Process probe) throws IOException {
    Path process = Path.of("/proc", probe.pid() + "");
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      for (Path descriptor : descriptors.toList()) {
        open.add(Files.readSymbolicLink(descriptor).toString());
      }
    }
    for (String variable : Files.readString(process.resolve("environ")).split("\0", -1)) {
      if (!variable.isEmpty()) {
        variables.add(variable.substring(0, variable.indexOf('=')));
      }
    }
    probe.getOutputStream().close();
  }

  private static Set<String> answers(List<String> lines, String answer) {
    return lines.stream()
        .filter(line -> line.contains(answer))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  private static void assumeConfinable() {
    try {
      assertThat(Confinement.ofThisMachine().landlock()).isPositive();
    } catch (UnsupportedOperationException missing) {
      assumeTrue(false, "this test needs a kernel that confines: " + missing.getMessage());
    }
  }
}
