package io.calotype.app;

import io.calotype.app.config.Config;

/// The inputs of [ObjectGraph]. A superclass, so that they are set before its fields (ADR-0031).
class AssemblyInputs {
  final Config config;
  final Adapters adapters;
  final Closer closer;

  AssemblyInputs(Config config, Adapters adapters, Closer closer) {
    this.config = config;
    this.adapters = adapters;
    this.closer = closer;
  }
}
