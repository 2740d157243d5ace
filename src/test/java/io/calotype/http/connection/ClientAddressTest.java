package io.calotype.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  private static final TrustedProxies PROXIES = proxies("127.0.0.1", "10.0.0.2");

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

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9",
    "::ffff:203.0.113.9, ::ffff:203.0.113.9",
    "2001:db8:1:2::3, 20010db800010002::/64",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 20010db800010002::/64",
    "2001:db8:1:3::3, 20010db800010003::/64",
    "fe80::1%eth0, fe80000000000000::/64",
    "'', ''",
    "unknown, unknown",
  })
  void budget_address_isItsNetwork(String address, String budget) {
    assertThat(ClientAddress.budget(address)).isEqualTo(budget);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::2, false",
    "::/0, 203.0.113.9, false",
    "::/0, 2001:db8::1, true",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe80::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "fe80::1, fe80::1%eth0, true",
    "10.0.0.0/8, ::ffff:10.1.1.1, true",
    "::ffff:10.0.0.0/104, 10.1.1.1, true",
    "::ffff:10.0.0.0/104, 11.1.1.1, false",
    "::ffff:10.0.0.7, 10.0.0.7, true",
    "10.0.0.7/32, 10.0.0.7, true",
    "10.0.0.7/32, 10.0.0.6, false",
    "10.0.0.0/8, unknown, false",
  })
  void trusts_addressAndNetwork_comparesThePrefix(String network, String address, boolean trusts) {
    assertThat(proxies("192.0.2.1", network).trusts(address)).isEqualTo(trusts);
  }

  @ParameterizedTest
  @CsvSource({
    "'[2001:db8::1]:443', 2001:db8:0:0:0:0:0:1",
    "203.0.113.9:4711, 203.0.113.9",
    "::ffff:203.0.113.9, 203.0.113.9",
    "'9.9.9.9, fd00::2, [fd00:0::3]:80', 9.9.9.9",
    "_hidden, _hidden",
  })
  void of_hopInAnySpelling_isOneAddress(String forwarded, String client) {
    assertThat(ClientAddress.of("::ffff:127.0.0.1", forwarded, proxies("127.0.0.0/8", "fd00::/8")))
        .isEqualTo(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1", "10.0.0", "300.1.1.1",
        "proxy.example.org", "10.0.0.0/8/8", "::ffff:10.0.0.0/95", "", "/8", ":", "1::2::3"
      })
  void parse_neitherAddressNorNetwork_isRefused(String text) {
    assertThatThrownBy(() -> TrustedProxies.Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TrustedProxies proxies(String... networks) {
    return new TrustedProxies(Stream.of(networks).map(TrustedProxies.Network::parse).toList());
  }
}
