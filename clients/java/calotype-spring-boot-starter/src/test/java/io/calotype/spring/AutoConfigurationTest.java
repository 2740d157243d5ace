package io.calotype.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.client.Calotype;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.StandardEnvironment;

class AutoConfigurationTest {
  @SpringBootConfiguration
  @ImportAutoConfiguration({CalotypeAutoConfiguration.class, CalotypeHealthAutoConfiguration.class})
  static class Plain {}

  @SpringBootConfiguration
  @ImportAutoConfiguration({CalotypeAutoConfiguration.class, CalotypeHealthAutoConfiguration.class})
  static class WithOwnClient {
    static final Calotype OWN = Calotype.of("http://127.0.0.1:2");

    @Bean
    Calotype own() {
      return OWN;
    }
  }

  /// Starts an application without a web server, and without the variables of these tests.
  private static ConfigurableApplicationContext start(
      Class<?> configuration, String... properties) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    Map<String, Object> all = new HashMap<>(Map.of("logging.level.root", "warn"));
    for (String property : properties) {
      all.put(
          property.substring(0, property.indexOf('=')),
          property.substring(property.indexOf('=') + 1));
    }
    return new SpringApplicationBuilder(configuration)
        .environment(environment)
        .web(WebApplicationType.NONE)
        .properties(all)
        .run("--spring.main.banner-mode=off");
  }

  @Test
  void start_withoutAUrl_makesNothing() {
    try (ConfigurableApplicationContext application = start(Plain.class)) {
      assertThat(application.getBeanNamesForType(Calotype.class)).isEmpty();
      assertThat(application.containsBean("calotypeHealthIndicator")).isFalse();
    }
  }

  @Test
  void start_withVariablesAlone_reportsTheirServer() {
    SpringApplicationBuilder builder =
        new SpringApplicationBuilder(Plain.class).web(WebApplicationType.NONE);
    try (ConfigurableApplicationContext application =
        builder.run("--logging.level.root=warn", "--spring.main.banner-mode=off")) {
      HealthIndicator health = application.getBean(HealthIndicator.class);

      assertThat(application.getBean(Calotype.class)).isNotNull();
      assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }
  }

  @Test
  void start_withOwnClient_usesIt() {
    try (ConfigurableApplicationContext application =
        start(
            WithOwnClient.class,
            "calotype.url=http://127.0.0.1:1",
            "management.health.calotype.enabled=false")) {
      assertThat(application.getBean(CalotypeTemplate.class).client()).isSameAs(WithOwnClient.OWN);
      assertThat(application.containsBean("calotypeHealthIndicator")).isFalse();
    }
  }

  @Test
  void start_withProperties_bindsThemAndReportsAServerAway() {
    try (ConfigurableApplicationContext application =
        start(
            Plain.class,
            "calotype.url=http://127.0.0.1:1",
            "calotype.key=secret",
            "calotype.timeout=7s")) {
      CalotypeProperties properties = application.getBean(CalotypeProperties.class);
      Health health =
          application.getBean("calotypeHealthIndicator", HealthIndicator.class).health();

      assertThat(properties.timeout()).hasSeconds(7);
      assertThat(properties.retries()).isEqualTo(4);
      assertThat(properties.toString()).doesNotContain("secret");
      assertThat(application.getBeansOfType(CalotypeProblemAdvice.class)).isEmpty();
      assertThat(health.getStatus()).isEqualTo(Status.DOWN);
      assertThat(health.getDetails().toString()).contains("127.0.0.1:1");
    }
  }
}
