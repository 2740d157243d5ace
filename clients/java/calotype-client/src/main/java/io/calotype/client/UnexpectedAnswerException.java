package io.calotype.client;

/// The answer is not one of Calotype, such as a page of a proxy.
public final class UnexpectedAnswerException extends CalotypeException {
  UnexpectedAnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
