package io.calotype.app;

import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `calotype sign`.
@Command(
    name = "sign",
    description = {
      "Prints the URL with a signature: who holds it may see what is there, until it expires.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Signs with the first key of CALOTYPE_SIGNING_KEYS.",
      "",
      "Example: ./calotype sign https://media.example.org/images/cat/medium --expires 1h",
      ""
    })
final class Sign implements Callable<Integer> {
  @Parameters(paramLabel = "URL", description = "A URL of the server, or a path with its query.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private String url;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = "How long it holds, such as 15m, 1h or 7d (1h).")
  private String expires = "1h";

  @Mixin private ConfigFile file = new ConfigFile();

  @Override
  public Integer call() {
    try {
      Config config = ConfigReader.read(file.path(), System.getenv(), Map.of());
      Signatures signatures = new Signatures(config.signingKeys());
      if (!signatures.able()) {
        return failed("there is nothing to sign with: set CALOTYPE_SIGNING_KEYS to a long secret");
      }
      Instant until = Instant.now().plus((Duration) Values.duration(expires));
      System.out.println(signed(signatures, config.publicUrl(), until));
      return 0;
    } catch (IllegalArgumentException wrong) {
      return failed("URL and --expires should be a URL and a duration: " + wrong.getMessage());
    } catch (ConfigReader.InvalidConfigException invalid) {
      return failed("the configuration is wrong: " + invalid.getMessage());
    }
  }

  /// What stands before the path that the server sees stays as it is: the origin, and whatever path
  /// `publicUrl` has.
  private String signed(Signatures signatures, String publicUrl, Instant until) {
    URI whole = URI.create(url);
    String origin =
        !publicUrl.isEmpty() && url.startsWith(publicUrl + "/")
            ? publicUrl
            : whole.getScheme() == null ? "" : whole.getScheme() + "://" + whole.getRawAuthority();
    URI seen = URI.create(url.substring(origin.length()));
    SignedUrl plain = SignedUrl.of(seen.getRawPath(), parameters(seen.getRawQuery()));
    return origin + signatures.sign(plain, until);
  }

  private static List<Map.Entry<String, String>> parameters(@Nullable String query) {
    return query == null
        ? List.of()
        : Arrays.stream(query.split("&")).filter(p -> !p.isEmpty()).map(Sign::parameter).toList();
  }

  private static Map.Entry<String, String> parameter(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? Map.entry(decoded(text), "")
        : Map.entry(decoded(text.substring(0, equals)), decoded(text.substring(equals + 1)));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static int failed(String why) {
    System.err.println("calotype: " + why);
    return 2;
  }
}
