package io.calotype.spring;

import io.calotype.client.ProblemException;
import java.net.URI;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers a request whose file the server has refused with the server's problem (RFC 9457).
///
/// Only refusals that the user can act on pass: a file that is too large, of an unknown type or not
/// decodable, and a server that is busy or full. Any other problem, such as a wrong key, is an
/// error of the application: 500.
@RestControllerAdvice
class CalotypeProblemAdvice {
  private static final Set<Integer> OF_THE_FILE = Set.of(413, 415, 422);
  private static final Set<Integer> LATER = Set.of(429, 503, 507);

  /// Errors: `problem` itself if the user cannot act on it.
  @ExceptionHandler
  ResponseEntity<ProblemDetail> answer(ProblemException problem) {
    if (OF_THE_FILE.contains(problem.status())) {
      return answer(HttpStatusCode.valueOf(problem.status()), problem);
    }
    if (LATER.contains(problem.status())) {
      return answer(HttpStatus.SERVICE_UNAVAILABLE, problem);
    }
    throw problem;
  }

  private static ResponseEntity<ProblemDetail> answer(
      HttpStatusCode status, ProblemException problem) {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, problem.detail());
    body.setType(URI.create("/problems/" + problem.slug()));
    body.setTitle(problem.title());
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
    problem
        .retryAfter()
        .ifPresent(
            after -> answer.header(HttpHeaders.RETRY_AFTER, Long.toString(after.toSeconds())));
    return answer.body(body);
  }
}
