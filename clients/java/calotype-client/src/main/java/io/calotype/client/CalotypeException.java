package io.calotype.client;

/// A request has failed.
public abstract sealed class CalotypeException extends RuntimeException
    permits ConnectionFailedException, ProblemException, UnexpectedAnswerException {
  CalotypeException(String message, Throwable cause) {
    super(message, cause);
  }
}
