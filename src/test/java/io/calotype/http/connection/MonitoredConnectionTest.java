package io.calotype.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class MonitoredConnectionTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final MonitoredConnection connection = new MonitoredConnection(channel);

  MonitoredConnectionTest() {
    channel.pipeline().addFirst(connection);
  }

  @Test
  void look_bytesWithoutARequest_findsSlowHeaders() {
    connection.look(0);
    receive();
    connection.look(1);

    assertThat(connection.look(11)).contains(MonitoredConnection.Fault.SLOW_HEADERS);
  }

  @Test
  void look_bytesOfAnAnsweredRequest_findsNoFault() {
    connection.look(0);
    receive();
    connection.answered(0);
    connection.look(1);

    assertThat(connection.look(11)).isEmpty();
  }

  @Test
  void look_answerBetweenTwoParts_startsTheTimeOfTheSecond() {
    connection.look(0);
    receive();
    connection.look(1);
    connection.answered(0);
    receive();
    connection.look(9);

    assertThat(connection.look(18)).isEmpty();
    assertThat(connection.look(19)).contains(MonitoredConnection.Fault.SLOW_HEADERS);
  }

  @Test
  void idle_answerThatTheClientDoesNotRead_isFalse() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    queue.addMessage(Unpooled.wrappedBuffer(new byte[9]), 9, channel.newPromise());
    queue.addFlush();

    assertThat(connection.idle()).isFalse();
  }

  private void receive() {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
  }
}
