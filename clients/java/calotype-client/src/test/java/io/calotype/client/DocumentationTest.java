package io.calotype.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of docs/clients.md, as it stands there. Only the folder of its file is added.
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "..", "..", "docs", "clients.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\n(?<text>.*?)^```$");
  private static final Pattern IMPORTS = Pattern.compile("(?m)^import .*\n");

  @TempDir Path folder;

  @Test
  void example_ofThePage_runs() throws Exception {
    Path beach = Files.write(folder.resolve("beach.jpg"), Pictures.png());

    String printed = run(source(beach));

    assertThat(printed)
        .contains(" 64x48 " + TestServer.URL + "/images/")
        .contains("415 unsupported-media");
  }

  /// A class with the example in its method.
  private static String source(Path beach) throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();
    String text = example.group("text");
    StringBuilder imports = new StringBuilder();
    IMPORTS.matcher(text).results().forEach(one -> imports.append(one.group()));
    return imports
        + "public class Example {\n"
        + "  public static void run(String url, String key) throws Exception {\n"
        + IMPORTS.matcher(text).replaceAll("").replace("beach.jpg", beach.toString())
        + "  }\n}\n";
  }

  private String run(String source) throws Exception {
    Path file = Files.writeString(folder.resolve("Example.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        compiler.run(
            null, null, errors, "-d", folder.toString(), "-cp", "target/classes", file.toString());
    assertThat(status).as(errors.toString(StandardCharsets.UTF_8) + source).isZero();
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Method example = loader.loadClass("Example").getMethod("run", String.class, String.class);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      example.invoke(null, TestServer.URL, TestServer.KEY);
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
