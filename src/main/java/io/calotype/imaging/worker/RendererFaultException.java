package io.calotype.imaging.worker;

/// An exception in the renderer's own code, received from the renderer process: a bug, not a
/// property of the picture. Its message is the stack trace of the child.
final class RendererFaultException extends RuntimeException {
  RendererFaultException(String trace) {
    super(trace);
  }
}
