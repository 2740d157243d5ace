package io.calotype.imaging.worker;

/// A renderer process was lost in the middle of a job.
final class RendererLost extends Exception {
  private final Loss loss;

  RendererLost(Loss loss, Throwable cause) {
    super(loss.text(), cause);
    this.loss = loss;
  }

  Loss loss() {
    return loss;
  }
}
