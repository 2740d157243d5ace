package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceUnitTest {
  @TempDir Path folder;

  @Test
  void unit_verifiedBySystemd_hasNoFault() throws Exception {
    Path tool = Path.of("/usr/bin/systemd-analyze");
    assumeTrue(Files.exists(tool), "this test needs Debian's systemd");
    String unit = Files.readString(Path.of("docs", "calotype.service"));
    Path copy = folder.resolve("calotype.service");
    Files.writeString(
        copy,
        unit.replace("/opt/calotype/calotype", Path.of("calotype").toAbsolutePath().toString()));

    Process process =
        new ProcessBuilder(tool.toString(), "verify", copy.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> line.contains("calotype.service"))).isEmpty();
    assertThat(unit).contains("[Install]", "SuccessExitStatus=", "StateDirectory=", "UMask=0077");
  }
}
