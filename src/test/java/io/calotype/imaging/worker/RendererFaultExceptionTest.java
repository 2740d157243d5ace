package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.imaging.Source;
import io.calotype.imaging.worker.protocol.RendererProtocol;
import io.calotype.imaging.worker.protocol.RendererReply;
import io.calotype.imaging.worker.protocol.RendererRequest;
import io.calotype.media.MediaType;
import io.calotype.media.transformation.Format;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Exceptions in the renderer's own code: the job fails, and the process lives.
class RendererFaultExceptionTest extends PoolFixture {
  @Test
  void render_ownCodeThrows_isAFaultAndTheRendererStays() {
    Path file = Pictures.photo(folder, "jpg", 40, 40);
    render(file, new Collected(), Format.WEBP, 20);
    long pid = child().pid();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              pool().render(new Source(MediaType.MP4, file), header -> List.of(), new Collected()))
          .isInstanceOf(RendererFaultException.class)
          .hasMessageContaining("no picture: MP4");
    }

    assertThat(render(file, new Collected(), Format.WEBP, 20).opaque()).isTrue();
    assertThat(child().pid()).isEqualTo(pid);
    assertThat(telemetry.scrape()).doesNotContain("renderers_lost_total{reason=\"crash\"} 1");
  }

  @Test
  void open_sourceIsGone_isAFaultAndTheNextJobIsDone() throws IOException {
    WorkDirectory directory = WorkDirectory.at(folder.resolve("bench"));
    Process child = program().on(directory);
    try (DataOutputStream out = new DataOutputStream(child.getOutputStream());
        DataInputStream in = new DataInputStream(child.getInputStream())) {
      assertThat(RendererProtocol.readReply(in)).isInstanceOf(RendererReply.Ready.class);

      RendererProtocol.write(new RendererRequest.Open(MediaType.BMP), out);
      assertThat(RendererProtocol.readReply(in)).isInstanceOf(RendererReply.Faulted.class);

      directory.lay(Pictures.photo(folder, "png", 40, 30));
      RendererProtocol.write(new RendererRequest.Open(MediaType.PNG), out);
      assertThat(RendererProtocol.readReply(in)).isInstanceOf(RendererReply.Opened.class);
    } finally {
      child.destroyForcibly();
    }
  }
}
