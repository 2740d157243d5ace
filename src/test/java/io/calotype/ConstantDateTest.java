package io.calotype;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No test compares a constant date with a real clock: such a test passes until that date and fails
/// for ever after.
///
/// A test is a class together with every test class that it names, directly or not. It may hold
/// constant dates, or read a real clock, but not both. A process that a test starts, such as Redis,
/// has a real clock. Dates before [#FIRST_YEAR] or in the year 9999 stay past or future and are
/// allowed. The program itself holds no constant date.
class ConstantDateTest {
  private static final int FIRST_YEAR = 2020; // before the first test was written
  private static final Pattern DATE =
      Pattern.compile(
          "\\b([12][0-9]{3})-[01][0-9]-[0-3][0-9](?![0-9])"
              + "|\\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ -]([12][0-9]{3})\\b");
  private static final Pattern DATE_METHOD =
      Pattern.compile(
          "(Local|Offset|Zoned)?Date(Time)?\\.of|Year(Month)?\\.of"
              + "|Instant\\.ofEpoch(Second|Milli)|FileTime\\.(from)?[mM]illis|.*Timestamp\\.valueOf");
  private static final Pattern CLOCK_METHOD =
      Pattern.compile(
          "Clock\\.(system|tick[A-Z])|System\\.currentTimeMillis|[A-Z]\\w*\\.now\\((Zone|\\))");
  private static final Set<String> CLOCK_TYPES = Set.of("ProcessBuilder", "RedisServer", "Date()");
  private static final long FIRST_SECOND = 1_577_836_800; // 2020-01-01T00:00:00Z

  /// A source file: its type, the types that it names, and the lines of its dates and clocks.
  private record Source(String type, Set<String> uses, List<String> dates, List<String> clocks) {}

  @Test
  void tests_withARealClock_holdNoConstantDate() throws IOException {
    assertThat(conflicts(Sources.everywhere())).isEmpty();
  }

  @Test
  void program_anywhere_holdsNoConstantDate() throws IOException {
    List<String> dates = new ArrayList<>();
    for (Sources.Parsed file : Sources.parsed(Sources.main())) {
      dates.addAll(Reader.read(file).dates());
    }
    assertThat(dates).isEmpty();
  }

  @Test
  void conflicts_dateAndClockInTwoFiles_areFound(@TempDir Path folder) throws IOException {
    Path base =
        write(
            folder,
            "Base",
            "abstract class Base { Object end() { return java.time.Instant.parse(\"2026-11-20T00:00:00Z\"); } }");
    Path clock =
        write(
            folder,
            "BaseTest",
            "class BaseTest extends Base { long now = System.currentTimeMillis(); }");
    Path fixed = write(folder, "FixedTest", "class FixedTest extends Base {}");

    assertThat(conflicts(List.of(base, clock, fixed)).keySet()).containsExactly("x.BaseTest");
  }

  @Test
  void conflicts_datesInEveryForm_areFound(@TempDir Path folder) throws IOException {
    for (String date :
        List.of(
            "java.time.LocalDate.of(2027, 1, 2)",
            "LocalDate.of(2027, 1, 2)",
            "Instant.ofEpochSecond(1_790_000_000)",
            "Instant.ofEpochMilli(1_790_000_000_000L)",
            "\"Fri, 20 Nov 2026 15:04:35 GMT\"",
            "Year.of(2027)",
            "\"{'expires':'2026-11-21'}\"")) {
      Path test =
          write(
              folder,
              "OneTest",
              "class OneTest { Object a = " + date + ", b = Clock.systemUTC(); }");

      assertThat(conflicts(List.of(test))).as(date).isNotEmpty();
    }
  }

  @Test
  void conflicts_datesThatNeverCome_areNone(@TempDir Path folder) throws IOException {
    for (String date :
        List.of(
            "\"Sun, 06 Nov 1994 08:49:37 GMT\"", "\"9999-12-31\"", "Instant.ofEpochSecond(99)")) {
      Path test =
          write(folder, "OneTest", "class OneTest { Object a = " + date + ", b = Instant.now(); }");

      assertThat(conflicts(List.of(test))).as(date).isEmpty();
    }
  }

  private static Path write(Path folder, String type, String code) throws IOException {
    return Files.writeString(folder.resolve(type + ".java"), "package x;\n" + code);
  }

  /// The dates and clocks that meet, by the type in which they do.
  private static Map<String, List<String>> conflicts(List<Path> files) throws IOException {
    Map<String, Source> sources = new HashMap<>();
    for (Sources.Parsed file : Sources.parsed(files)) {
      Source source = Reader.read(file);
      sources.put(source.type(), source);
    }
    Map<String, List<String>> found = new TreeMap<>();
    for (Source source : sources.values()) {
      List<Source> reached = reached(source, sources);
      List<String> dates = reached.stream().flatMap(each -> each.dates().stream()).toList();
      List<String> clocks = reached.stream().flatMap(each -> each.clocks().stream()).toList();
      if (!dates.isEmpty() && !clocks.isEmpty()) {
        found.put(source.type(), Stream.concat(dates.stream(), clocks.stream()).toList());
      }
    }
    return found;
  }

  private static List<Source> reached(Source first, Map<String, Source> sources) {
    Set<String> seen = new HashSet<>(Set.of(first.type()));
    Deque<Source> open = new ArrayDeque<>(List.of(first));
    List<Source> reached = new ArrayList<>();
    while (!open.isEmpty()) {
      Source next = open.pop();
      reached.add(next);
      next.uses().stream()
          .filter(seen::add)
          .map(sources::get)
          .filter(used -> used != null)
          .forEach(open::push);
    }
    return reached;
  }

  /// Reads one file.
  private static final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Sources.Parsed file;
    private final String home;
    private final Map<String, String> imported = new HashMap<>();
    private final Set<String> uses = new HashSet<>();
    private final List<String> dates = new ArrayList<>();
    private final List<String> clocks = new ArrayList<>();

    private Reader(Sources.Parsed file) {
      this.file = file;
      this.home = String.valueOf(file.unit().getPackageName());
    }

    static Source read(Sources.Parsed file) {
      Reader reader = new Reader(file);
      CompilationUnitTree unit = file.unit();
      unit.getImports().forEach(reader::note);
      unit.getTypeDecls().forEach(type -> reader.scan(type, null));
      String name = Path.of(file.file()).getFileName().toString().replace(".java", "");
      return new Source(reader.home + "." + name, reader.uses, reader.dates, reader.clocks);
    }

    private void note(ImportTree tree) {
      String name = tree.getQualifiedIdentifier().toString();
      imported.put(name.substring(name.lastIndexOf('.') + 1), name);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void none) {
      String name = tree.getName().toString();
      uses.add(imported.getOrDefault(name, home + "." + name));
      return null;
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void none) {
      if (tree.getValue() instanceof String text
          && DATE.matcher(text).results().anyMatch(date -> comes(date.group(1), date.group(2)))) {
        dates.add(at(tree));
      }
      return null;
    }

    private static boolean comes(@Nullable String first, @Nullable String second) {
      int year = Integer.parseInt(first == null ? String.valueOf(second) : first);
      return year >= FIRST_YEAR;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void none) {
      String method = tree.getMethodSelect().toString().replaceFirst("^java\\.time\\.", "");
      if (DATE_METHOD.matcher(method).matches()
          && tree.getArguments().getFirst() instanceof LiteralTree literal
          && literal.getValue() instanceof Number number
          && (number.longValue() >= FIRST_SECOND
              || (!method.contains("Epoch") && number.longValue() >= FIRST_YEAR))) {
        dates.add(at(tree));
      }
      if (CLOCK_METHOD.matcher(method + "(" + tree.getArguments() + ")").lookingAt()) {
        clocks.add(at(tree));
      }
      return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void none) {
      String type = tree.getIdentifier() + (tree.getArguments().isEmpty() ? "()" : "");
      if (CLOCK_TYPES.contains(type) || CLOCK_TYPES.contains(tree.getIdentifier().toString())) {
        clocks.add(at(tree));
      }
      return super.visitNewClass(tree, null);
    }

    private String at(Tree tree) {
      long start = file.positions().getStartPosition(file.unit(), tree);
      return file.file() + ":" + file.line(start) + " " + tree;
    }
  }
}
