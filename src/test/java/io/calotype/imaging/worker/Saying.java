package io.calotype.imaging.worker;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;

/// A process that says what it is told to, and ends.
final class Saying extends Process {
  private final InputStream says;

  Saying(byte[] says) {
    this.says = new ByteArrayInputStream(says);
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return says;
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public int waitFor() {
    return 0;
  }

  @Override
  public int exitValue() {
    return 0;
  }

  @Override
  public void destroy() {}
}
