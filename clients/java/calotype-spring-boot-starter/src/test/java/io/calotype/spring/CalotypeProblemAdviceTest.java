package io.calotype.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.calotype.client.Calotype;
import io.calotype.client.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

class CalotypeProblemAdviceTest {
  private final CalotypeProblemAdvice advice = new CalotypeProblemAdvice();

  /// The problem of a server that answers with `status`.
  private static ProblemException problem(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      Calotype calotype = Calotype.builder(url).retries(0).build();
      return catchThrowableOfType(ProblemException.class, () -> calotype.get("a"));
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 507})
  void answer_busyOrFullServer_isUnavailable(int status) throws IOException {
    ResponseEntity<ProblemDetail> answer = advice.answer(problem(status));

    assertThat(answer.getStatusCode().value()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 500})
  void answer_errorOfTheApplication_isThrownAgain(int status) throws IOException {
    ProblemException problem = problem(status);

    assertThatThrownBy(() -> advice.answer(problem)).isSameAs(problem);
  }
}
