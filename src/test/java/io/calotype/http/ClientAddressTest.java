package io.calotype.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final Set<String> PROXIES = Set.of("127.0.0.1", "10.0.0.2");

  @ParameterizedTest
  @CsvSource({
    "9.9.9.9, '', 9.9.9.9",
    "9.9.9.9, 1.1.1.1, 9.9.9.9",
    "127.0.0.1, 1.1.1.1, 1.1.1.1",
    "127.0.0.1, 'forged, 1.1.1.1', 1.1.1.1",
    "127.0.0.1, 'forged, 1.1.1.1, 10.0.0.2', 1.1.1.1",
    "127.0.0.1, '10.0.0.2,127.0.0.1', 127.0.0.1",
    "127.0.0.1, ', ,', 127.0.0.1",
  })
  void of_throughProxies_isTheLastThatIsNone(String peer, String forwarded, String client) {
    assertThat(ClientAddress.of(peer, forwarded, PROXIES)).isEqualTo(client);
  }
}
