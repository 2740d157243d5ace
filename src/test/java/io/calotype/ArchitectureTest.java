package io.calotype;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The house of docs/architecture.md: its floors, and who lives where.
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java/io/calotype");
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.calotype");

  @Test
  void arrows_always_pointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("app")
        .definedBy("..calotype.app..")
        .layer("http")
        .definedBy("..calotype.http..")
        .layer("ways")
        .definedBy("..calotype.upload..", "..calotype.maintenance..")
        .layer("rendition")
        .definedBy("..calotype.rendition..")
        .layer("access")
        .definedBy("..calotype.access..")
        .layer("stores")
        .definedBy(
            "..calotype.imaging..",
            "..calotype.originals..",
            "..calotype.catalog..",
            "..calotype.cache..")
        .layer("disk")
        .definedBy("..calotype.disk..")
        .layer("values")
        .definedBy("..calotype.media..", "..calotype.failure..")
        .layer("telemetry")
        .definedBy("..calotype.telemetry..")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("ways")
        .mayOnlyBeAccessedByLayers("app", "http")
        .whereLayer("rendition")
        .mayOnlyBeAccessedByLayers("app", "http", "ways")
        .whereLayer("access")
        .mayOnlyBeAccessedByLayers("app", "http")
        .whereLayer("stores")
        .mayOnlyBeAccessedByLayers("app", "http", "ways", "rendition")
        .whereLayer("disk")
        .mayOnlyAccessLayers("values", "telemetry")
        .whereLayer("values")
        .mayNotAccessAnyLayer()
        .whereLayer("telemetry")
        .mayNotAccessAnyLayer()
        .check(CODE);
  }

  @Test
  void stores_always_keepApart() {
    slices()
        .matching("io.calotype.(imaging|originals|catalog|cache)..")
        .should()
        .notDependOnEachOther()
        .check(CODE);
  }

  @Test
  void packages_always_areFreeOfCycles() {
    slices().matching("io.calotype.(**)").should().beFreeOfCycles().check(CODE);
  }

  @ParameterizedTest
  @CsvSource({"catalog.sqlite", "catalog.redis", "originals.files", "imaging.worker", "client"})
  void adapters_areSeenByTheAppAlone(String adapter) {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.calotype." + adapter + "..", "io.calotype.app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.calotype." + adapter + "..")
        .check(CODE);
  }

  @Test
  void vips_isSeenByTheRendererAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.calotype.imaging..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.calotype.imaging.vips..")
        .check(CODE);
  }

  @ParameterizedTest
  @CsvSource({
    "io.vertx.., io.calotype.http..",
    "io.netty.., io.calotype.http..",
    "java.sql.., io.calotype.catalog.sqlite..",
    "org.sqlite.., io.calotype.catalog.sqlite..",
    "io.lettuce.., io.calotype.catalog.redis..",
    "picocli.., io.calotype.app..",
    "io.micrometer.., io.calotype.telemetry..",
  })
  void library_staysAtHome(String library, String home) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CODE);
  }

  @Test
  void nativeMemory_staysBehindTwoAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.calotype.imaging.vips..", "io.calotype.imaging.confinement..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CODE);
  }

  /// A virtual thread that blocks in a file operation keeps its carrier. Files are touched where
  /// the operations have threads of their own: by stores, through `DiskThreads`, by renderers,
  /// which are processes, and by the program's start and its commands.
  @Test
  void files_areTouchedByStoresAndProcessesAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.calotype.disk..",
            "io.calotype.originals..",
            "io.calotype.cache..",
            "io.calotype.imaging.worker..",
            "io.calotype.imaging.vips..",
            "io.calotype.imaging.confinement..",
            "io.calotype.video..",
            "io.calotype.app..",
            "io.calotype.client..")
        .and()
        .doNotHaveFullyQualifiedName("io.calotype.failure.DiskFull") // called by the stores
        .and()
        .doNotHaveFullyQualifiedName(
            "io.calotype.maintenance.ScrubCursor") // on the scrub's own thread
        .and()
        .doNotHaveFullyQualifiedName("io.calotype.imaging.Source") // the length of a staged file
        .should()
        .callMethodWhere(
            target(owner(assignableTo(Files.class)))
                .or(target(owner(assignableTo(FileChannel.class))).and(target(name("open")))))
        .check(CODE);
  }

  @Test
  void bitmaps_needTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("io.calotype.imaging.bitmap..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.calotype.imaging.bitmap..", "java..", "org.jspecify..")
        .check(CODE);
  }

  @Test
  void client_knowsValuesAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.calotype.client..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.calotype..")
                .and(
                    resideOutsideOfPackages(
                        "io.calotype.client..", "io.calotype.media..", "io.calotype.failure..")))
        .check(CODE);
  }

  @Test
  void fields_static_areFinal() {
    fields().that().areStatic().and().doNotHaveName("$VALUES").should().beFinal().check(CODE);
  }

  @Test
  void packages_always_sayWhatTheyAre() throws IOException {
    for (Path folder : folders()) {
      assertThat(folder.resolve("package-info.java")).content().contains("@NullMarked", "///");
    }
  }

  @Test
  void packages_always_areNamedAfterWhatTheyOwn() throws IOException {
    assertThat(folders())
        .extracting(folder -> folder.getFileName().toString())
        .doesNotContain("util", "common", "impl", "service", "model", "dto", "helper", "manager");
  }

  /// The folders that have sources in them.
  private static List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> file.resolveSibling("").normalize())
          .distinct()
          .toList();
    }
  }
}
