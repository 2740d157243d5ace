package io.calotype.imaging.worker;

/// A renderer process was lost during a job.
final class RendererLostException extends Exception {
  private final RendererExit loss;

  RendererLostException(RendererExit loss, Throwable cause) {
    super(loss.text(), cause);
    this.loss = loss;
  }

  RendererExit loss() {
    return loss;
  }
}
