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
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The house of docs/architecture.md: its floors, and who lives where.
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java/io/calotype");
  private static final Map<String, List<String>> FLOORS =
      Map.ofEntries(
          Map.entry("app", List.of("app")),
          Map.entry("cli", List.of("cli")),
          Map.entry("http", List.of("http")),
          Map.entry(
              "flows",
              List.of("upload", "legacy", "maintenance", "warming", "rebuild", "relocation")),
          Map.entry("rendition", List.of("rendition")),
          Map.entry("store", List.of("store", "events")),
          Map.entry("access", List.of("access")),
          Map.entry("tickets", List.of("tickets")),
          Map.entry(
              "stores",
              List.of(
                  "sandbox",
                  "imaging",
                  "video",
                  "originals",
                  "catalog",
                  "cluster",
                  "cache",
                  "cdn")),
          Map.entry("resources", List.of("disk", "redis")),
          Map.entry("values", List.of("media", "failure", "json", "gzip")),
          Map.entry("telemetry", List.of("telemetry")));

  /// The rooms of `http`, from the server down to pure decisions.
  private static final List<List<String>> HTTP_ROOMS =
      List.of(
          List.of("http", "http.upload.."),
          List.of("http.api..", "http.events.."),
          List.of("http.shortpath.."),
          List.of("http.contract..", "http.delivery..", "http.gallery..", "http.statistics.."),
          List.of("http.exchange.."),
          List.of("http.explain..", "http.problem.."),
          List.of("http.dialect.."),
          List.of("http.connection..", "http.routing..", "http.semantics.."));

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.calotype");

  @Test
  void arrows_always_pointDown() {
    Architectures.LayeredArchitecture floors =
        layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (Map.Entry<String, List<String>> floor : FLOORS.entrySet()) {
      floors =
          floors
              .layer(floor.getKey())
              .definedBy(
                  floor.getValue().stream()
                      .map("..calotype.%s.."::formatted)
                      .toArray(String[]::new));
    }
    floors
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("flows")
        .mayOnlyBeAccessedByLayers("app", "http")
        .whereLayer("rendition")
        .mayOnlyBeAccessedByLayers("app", "http", "flows")
        .whereLayer("access")
        .mayOnlyBeAccessedByLayers("app", "http")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("app", "http", "flows", "rendition")
        .whereLayer("stores")
        .mayOnlyBeAccessedByLayers("app", "http", "flows", "rendition", "store")
        .whereLayer("tickets")
        .mayOnlyBeAccessedByLayers("app", "http", "flows", "access", "stores")
        .whereLayer("resources")
        .mayOnlyAccessLayers("values", "telemetry")
        .whereLayer("values")
        .mayNotAccessAnyLayer()
        .whereLayer("telemetry")
        .mayNotAccessAnyLayer()
        .check(CODE);
  }

  @Test
  void roomsOfHttp_always_pointDown() {
    for (int floor = 1; floor < HTTP_ROOMS.size(); floor++) {
      noClasses()
          .that()
          .resideInAnyPackage(rooms(HTTP_ROOMS.subList(floor, floor + 1)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(rooms(HTTP_ROOMS.subList(0, floor)))
          .check(CODE);
    }
    slices()
        .matching("io.calotype.http.(connection|routing|semantics)..")
        .should()
        .notDependOnEachOther()
        .check(CODE);
  }

  private static String[] rooms(List<List<String>> floors) {
    return floors.stream().flatMap(List::stream).map("io.calotype."::concat).toArray(String[]::new);
  }

  /// Pure decisions about requests know no server.
  @ParameterizedTest
  @CsvSource({"http.explain", "http.dialect", "http.problem", "http.routing", "http.semantics"})
  void pureRooms_always_doWithoutVertx(String room) {
    noClasses()
        .that()
        .resideInAPackage("io.calotype." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
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
  @CsvSource({
    "catalog.sqlite",
    "catalog.redis",
    "cluster.local",
    "cluster.redis",
    "originals.files",
    "originals.s3",
    "imaging.worker",
    "cli"
  })
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
        .resideOutsideOfPackages("io.calotype.imaging.vips..", "io.calotype.imaging.worker.child")
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
    "io.lettuce.., io.calotype.redis..|io.calotype.catalog.redis..|io.calotype.cluster.redis..",
    "org.snakeyaml.., io.calotype.http.contract..",
    "software.amazon.., io.calotype.originals.s3",
  })
  void library_staysAtHome(String library, String home) {
    noClasses()
        .that()
        .resideOutsideOfPackages(home.split("\\|"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CODE);
  }

  /// Features name, register and read their metrics in a class of meters.
  @Test
  void micrometer_staysInClassesOfMeters() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.calotype.telemetry..")
        .and()
        .haveSimpleNameNotEndingWith("Meters")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(CODE);
  }

  @Test
  void nativeMemory_staysBehindThreeAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.calotype.imaging.vips..", "io.calotype.[disk|sandbox]..")
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
            "io.calotype.sandbox..",
            "io.calotype.video..",
            "io.calotype.app..",
            "io.calotype.cli..")
        .and()
        .doNotHaveFullyQualifiedName("io.calotype.failure.DiskFull") // called by the stores
        .and()
        .doNotHaveFullyQualifiedName(
            "io.calotype.maintenance.verification.ScrubCursor") // on the scrub's own thread
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
        .resideInAPackage("io.calotype.cli.client..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.calotype..")
                .and(
                    resideOutsideOfPackages(
                        "io.calotype.cli.client..",
                        "io.calotype.cli.text..",
                        "io.calotype.media..",
                        "io.calotype.json..",
                        "io.calotype.failure..")))
        .check(CODE);
  }

  /// Beside `json`: uploads decode base64 while they stream, the log escapes all but ASCII, the API
  /// writes into a generator, and records of other programs are copied token by token.
  @Test
  void jackson_staysInFewPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.calotype.json..",
            "io.calotype.upload..",
            "io.calotype.legacy..",
            "io.calotype.telemetry..",
            "io.calotype.http.[api|exchange|problem|statistics]..",
            "io.calotype.catalog.redis..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.calotype.json..",
            "io.calotype.upload..",
            "io.calotype.legacy..",
            "io.calotype.telemetry..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("tools.jackson.core.json.JsonFactory")
        .check(CODE);
  }

  @Test
  void picocli_staysInCommands() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.calotype.app..", "io.calotype.cli.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CODE);
  }

  @Test
  void fields_static_areFinal() {
    fields().that().areStatic().and().doNotHaveName("$VALUES").should().beFinal().check(CODE);
  }

  @Test
  void packages_always_haveADescription() throws IOException {
    for (Path folder : folders()) {
      assertThat(folder.resolve("package-info.java")).content().contains("@NullMarked", "///");
    }
  }

  @Test
  void packages_always_haveNamesOfFeatures() throws IOException {
    assertThat(folders())
        .extracting(folder -> folder.getFileName().toString())
        .doesNotContain("util", "common", "impl", "service", "model", "dto", "helper", "manager");
  }

  @Test
  void typeNames_always_standOnce() throws IOException {
    Map<String, List<String>> homes =
        sources().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(
                groupingBy(
                    file -> file.getFileName().toString(), mapping(Path::toString, toList())));
    assertThat(homes.values()).allSatisfy(home -> assertThat(home).hasSize(1));
  }

  @Test
  void packages_always_haveAFloor() {
    List<String> packages = FLOORS.values().stream().flatMap(List::stream).toList();
    assertThat(CODE)
        .allSatisfy(type ->
            assertThat(type.getPackageName())
                .matches("io\\.calotype\\.(%s)(\\..+)?".formatted(String.join("|", packages))));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /// The folders that have sources in them.
  private static List<Path> folders() throws IOException {
    return sources().stream().map(file -> file.resolveSibling("").normalize()).distinct().toList();
  }
}
