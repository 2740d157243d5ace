package io.calotype.spring;

import io.calotype.client.Calotype;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/// Reports `/health/ready` of the server: UP or DOWN, and its checks as details.
final class CalotypeHealthIndicator extends AbstractHealthIndicator {
  private final Calotype calotype;

  CalotypeHealthIndicator(Calotype calotype) {
    super("Calotype cannot be reached");
    this.calotype = calotype;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    io.calotype.client.Health health = calotype.health();
    builder.status(health.ready() ? Status.UP : Status.DOWN).withDetails(health.checks());
  }
}
