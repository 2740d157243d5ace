package io.calotype;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Nothing grows beyond what is read at a glance: a file of 400 lines, a method of 45, a
/// constructor of 6 parameters. A record's components are no parameters: it is a value, and says
/// its parts by name.
class SourceSizeTest {
  private static final int MAX_FILE = 400;
  private static final int MAX_METHOD = 45;
  private static final int MAX_PARAMETERS = 6;

  @Test
  void file_anywhere_isShort() throws IOException {
    for (Path file : Sources.everywhere()) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MAX_FILE);
    }
  }

  @Test
  void methodAndConstructor_anywhere_areSmall() throws IOException {
    List<String> large = new ArrayList<>();
    for (Sources.Parsed file : Sources.parsed(Sources.everywhere())) {
      new Caps(file.unit(), file.positions(), large).scan(file.unit(), null);
    }
    assertThat(large).isEmpty();
  }

  /// Notes what is larger than its cap.
  private static final class Caps extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> large;

    Caps(CompilationUnitTree unit, SourcePositions positions, List<String> large) {
      this.unit = unit;
      this.positions = positions;
      this.large = large;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
      for (Tree member : type.getMembers()) {
        if (member instanceof MethodTree method) {
          check(method, type.getKind() == Tree.Kind.RECORD);
        }
      }
      return super.visitClass(type, null);
    }

    private void check(MethodTree method, boolean inRecord) {
      LineMap lines = unit.getLineMap();
      Tree body = method.getBody() == null ? method : method.getBody(); // annotations are tables
      long from = lines.getLineNumber(positions.getStartPosition(unit, body));
      long to = lines.getLineNumber(positions.getEndPosition(unit, body));
      boolean constructor = method.getReturnType() == null && !inRecord;
      boolean wide = constructor && method.getParameters().size() > MAX_PARAMETERS;
      if (to - from >= MAX_METHOD || wide) {
        large.add(unit.getSourceFile().getName() + ":" + from + " " + method.getName());
      }
    }
  }
}
