package io.calotype.rendition;

/// The price of one render for the caller of a request.
public interface Charge {
  /// Takes the price before a render.
  ///
  /// Errors: `RateLimited`.
  void pay();

  /// Like [#pay], for optional work. Returns false if the caller cannot pay now. Never blocks.
  boolean tryPay();
}
