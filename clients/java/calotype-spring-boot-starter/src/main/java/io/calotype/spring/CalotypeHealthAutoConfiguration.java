package io.calotype.spring;

import io.calotype.client.Calotype;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/// Makes the health indicator `calotype`, which `management.health.calotype.enabled` can switch
/// off.
@AutoConfiguration
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnProperty("calotype.url")
@ConditionalOnEnabledHealthIndicator("calotype")
@EnableConfigurationProperties(CalotypeProperties.class)
public class CalotypeHealthAutoConfiguration {
  /// Has a client of its own: readiness needs no key, and a short limit.
  @Bean
  @ConditionalOnMissingBean(name = "calotypeHealthIndicator")
  HealthIndicator calotypeHealthIndicator(CalotypeProperties properties) {
    String url = properties.health().url();
    return new CalotypeHealthIndicator(
        Calotype.builder(url == null ? properties.url() : url)
            .connectTimeout(properties.health().timeout())
            .timeout(properties.health().timeout())
            .retries(0)
            .build());
  }
}
