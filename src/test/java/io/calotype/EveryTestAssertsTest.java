package io.calotype;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A test that asserts nothing always passes.
class EveryTestAssertsTest {
  private static final Set<String> TESTS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");

  /// Methods of AssertJ, ArchUnit and Java that fail a test.
  private static final Pattern LIBRARY = Pattern.compile("assert.*|check|fail|AssertionError");

  /// A method of the test code, and the names of the methods that its body calls.
  private record Method(String file, String name, boolean test, Set<String> calls) {
    String place() {
      return file + " " + name;
    }
  }

  @Test
  void test_anywhere_assertsOrCallsAMethodThatDoes() throws IOException {
    List<Method> methods = new ArrayList<>();
    for (Sources.Parsed file : Sources.parsed(Sources.test())) {
      new Methods(file.file(), methods).scan(file.unit(), null);
    }
    Set<String> silent = new HashSet<>();
    methods.stream().filter(Method::test).map(Method::place).forEach(silent::add);
    asserting(methods).stream().map(Method::place).forEach(silent::remove);
    assertThat(silent).isEmpty();
    assertThat(methods).filteredOn(Method::test).hasSizeGreaterThan(500);
  }

  /// The methods that assert, directly or through others. `Type.name` means a method of that type,
  /// and `name` one in the same file. Any other call counts if every method of that name asserts.
  private static Set<Method> asserting(List<Method> methods) {
    Map<String, List<Method>> byName = methods.stream().collect(groupingBy(Method::name));
    Set<Method> asserting = new HashSet<>();
    int before = -1;
    while (asserting.size() > before) {
      before = asserting.size();
      for (Method method : methods) {
        if (method.calls().stream().anyMatch(call -> asserts(call, method, byName, asserting))) {
          asserting.add(method);
        }
      }
    }
    return asserting;
  }

  private static boolean asserts(
      String call, Method caller, Map<String, List<Method>> byName, Set<Method> asserting) {
    String name = call.substring(call.indexOf('.') + 1);
    String type = call.contains(".") ? call.substring(0, call.indexOf('.')) : "";
    List<Method> all = byName.getOrDefault(name, List.of());
    List<Method> meant =
        all.stream()
            .filter(one ->
                type.isEmpty()
                    ? one.file().equals(caller.file())
                    : one.file().endsWith("/" + type + ".java"))
            .toList();
    if (!meant.isEmpty()) {
      return meant.stream().anyMatch(asserting::contains);
    }
    return LIBRARY.matcher(name).matches() || (!all.isEmpty() && asserting.containsAll(all));
  }

  /// Collects the methods of a file.
  private static final class Methods extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final String file;
    private final List<Method> found;

    Methods(String file, List<Method> found) {
      this.file = file;
      this.found = found;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
      Set<String> calls = new HashSet<>();
      new Calls(calls).scan(method.getBody(), null);
      boolean test =
          method.getModifiers().getAnnotations().stream()
              .map(AnnotationTree::getAnnotationType)
              .anyMatch(type -> TESTS.contains(type.toString()));
      found.add(new Method(file, method.getName().toString(), test, calls));
      return super.visitMethod(method, null);
    }
  }

  /// Collects the names of called methods, and of created errors.
  private static final class Calls extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Set<String> names;

    Calls(Set<String> names) {
      this.names = names;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void none) {
      add(call.getMethodSelect());
      return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree call, @Nullable Void none) {
      names.add(call.getName().toString());
      return super.visitMemberReference(call, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree created, @Nullable Void none) {
      names.add(created.getIdentifier().toString());
      return super.visitNewClass(created, null);
    }

    private static String qualifier(Tree type) {
      String text = type.toString();
      return text.matches("[A-Z]\\w*") ? text + "." : "";
    }

    private void add(Tree method) {
      switch (method) {
        case IdentifierTree name -> names.add(name.getName().toString());
        case MemberSelectTree name ->
            names.add(qualifier(name.getExpression()) + name.getIdentifier());
        default -> {}
      }
    }
  }
}
