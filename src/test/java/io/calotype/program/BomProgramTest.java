package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The bill of materials, `target/bom.json`, says what is in the jar.
class BomProgramTest {
  private static final Pattern PURL = Pattern.compile("\"purl\": \"([^\"]+)\"");

  @Test
  void bom_everyDeclaredDependency_isListed() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String declared = pom.substring(pom.indexOf("</dependencyManagement>"), pom.indexOf("<build>"));
    for (String dependency : declared.split("</dependency>", -1)) {
      if (dependency.contains("<artifactId>") && !dependency.contains("<scope>test</scope>")) {
        String purl =
            "pkg:maven/" + tag(dependency, "groupId") + "/" + tag(dependency, "artifactId");
        assertThat(purls()).anyMatch(listed -> listed.startsWith(purl + "@"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "io/netty/,io.netty/",
    "io/vertx/,io.vertx/",
    "org/sqlite/,org.xerial/",
    "picocli/,info.picocli/"
  })
  void bom_whatTheJarHolds_isListed(String folder, String group) throws IOException {
    try (JarFile jar = new JarFile("target/calotype.jar")) {
      assertThat(jar.stream().map(JarEntry::getName)).anyMatch(name -> name.startsWith(folder));
    }
    assertThat(purls()).anyMatch(purl -> purl.startsWith("pkg:maven/" + group));
  }

  @Test
  void bom_testLibraries_areNotListed() throws IOException {
    assertThat(purls()).noneMatch(purl -> purl.contains("junit") || purl.contains("jazzer"));
  }

  @Test
  void bom_libvips_isListedWithItsLibraries() throws IOException {
    assertThat(purls())
        .anyMatch(purl -> purl.matches("pkg:npm/%40img/sharp-libvips-linux-x64@[0-9.]+"))
        .anyMatch(purl -> purl.matches("pkg:npm/%40img/sharp-libvips-linux-arm64@[0-9.]+"))
        .anyMatch(purl -> purl.matches("pkg:npm/preact@[0-9.]+"))
        .anyMatch(purl -> purl.matches("pkg:generic/vips@[0-9.]+"))
        .anyMatch(purl -> purl.matches("pkg:generic/webp@[0-9.]+"));
  }

  private static String tag(String xml, String name) {
    return xml.substring(
        xml.indexOf("<" + name + ">") + name.length() + 2, xml.indexOf("</" + name + ">"));
  }

  private static List<String> purls() throws IOException {
    return PURL.matcher(Files.readString(Path.of("target/bom.json")))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
