package io.calotype.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/// The application of docs/spring.md, as it stands there, with an embedded server, against the
/// server of `CALOTYPE_URL`.
class ExampleTest {
  private static final Path PAGE = Path.of("..", "..", "..", "docs", "spring.md");
  private static final HttpClient BROWSER = HttpClient.newHttpClient();
  private static final Pattern SRC = Pattern.compile("\"src\":\"(?<url>[^\"]+)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"(?<id>[^\"]+)\"");

  @TempDir static Path folder;

  private static URLClassLoader loader;
  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() throws Exception {
    compile(block("application"));
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    Properties properties = new Properties();
    properties.load(new StringReader(block("properties")));
    SpringApplication example =
        new SpringApplication(
            new DefaultResourceLoader(loader), loader.loadClass("photos.PhotosApplication"));
    example.setDefaultProperties(properties);
    application =
        example.run(
            "--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn");
  }

  @AfterAll
  static void stop() throws IOException {
    application.close();
    loader.close();
  }

  private static String block(String marker) throws IOException {
    Matcher block =
        Pattern.compile("(?ms)^<!-- spring: " + marker + " -->\n```\\w+\n(?<text>.*?)^```$")
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as(marker).isTrue();
    return block.group("text");
  }

  private static void compile(String source) throws IOException {
    Path file = Files.writeString(folder.resolve("PhotosApplication.java"), source);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    String[] arguments = {
      "-parameters", "-proc:none", "-d", folder.toString(), "-cp", classPath(), file.toString()
    };
    int status = ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments);
    assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  /// That of the tests, also where Surefire passes it in another way.
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static URI url(String path) {
    return URI.create(
        "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return BROWSER.send(request.build(), BodyHandlers.ofString());
  }

  /// Sends a file as a browser sends a form.
  private static HttpResponse<String> upload(String filename, byte[] file) throws Exception {
    String head =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + filename
            + "\"\r\n\r\n";
    return send(
        HttpRequest.newBuilder(url("/photos"))
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofByteArray(file),
                    BodyPublishers.ofString("\r\n--x--\r\n"))));
  }

  /// A PNG with bytes behind its end, which decoders ignore.
  private static byte[] png(int width, int height, int length) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR), "png", png);
    return Arrays.copyOf(png.toByteArray(), length);
  }

  private static String found(Pattern pattern, String name, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(name);
  }

  @Test
  void upload_fileOfAForm_isStoredAndServed() throws Exception {
    HttpResponse<String> added = upload("a dune.png", png(800, 600, 2_000_000));

    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(added.body()).contains("\"width\":800,\"height\":600").contains(" 320w, /images/");
    URI src = URI.create(found(SRC, "url", added.body()));
    assertThat(src.toString()).startsWith(System.getenv("CALOTYPE_URL")).contains("/medium?v=");
    assertThat(send(HttpRequest.newBuilder(src)).statusCode()).isEqualTo(200);

    URI photo = url("/photos/" + found(ID, "id", added.body()));
    assertThat(send(HttpRequest.newBuilder(photo).DELETE()).statusCode()).isEqualTo(204);
    assertThat(send(HttpRequest.newBuilder(src)).statusCode()).isEqualTo(404);
  }

  @Test
  void upload_noPicture_isAnsweredWithTheProblem() throws Exception {
    HttpResponse<String> refused = upload("a.png", "no picture".getBytes(StandardCharsets.UTF_8));

    assertThat(refused.statusCode()).isEqualTo(415);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused.body()).contains("\"type\":\"/problems/unsupported-media\"");
  }

  @Test
  void health_ofTheServer_isAComponent() throws Exception {
    String health = send(HttpRequest.newBuilder(url("/actuator/health"))).body();

    assertThat(health).contains("\"calotype\":{\"details\":{\"catalog\":true");
    assertThat(application.getBean("calotypeHealthIndicator")).isNotNull();
  }

  @Test
  void dependency_ofThePage_isThisBuild() throws Exception {
    List<String> lines = block("dependency").lines().map(String::strip).toList();
    String build = Files.readString(Path.of("pom.xml"));

    assertThat(lines).hasSize(5);
    assertThat(lines.subList(1, 4)).allMatch(build::contains);
  }
}
