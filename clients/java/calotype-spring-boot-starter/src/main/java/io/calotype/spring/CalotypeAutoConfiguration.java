package io.calotype.spring;

import io.calotype.client.Calotype;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;
import org.springframework.web.multipart.MultipartFile;

/// Makes the client, and in a web application the [CalotypeTemplate]. An application's own beans go
/// first.
@AutoConfiguration
@ConditionalOnProperty("calotype.url")
@EnableConfigurationProperties(CalotypeProperties.class)
public class CalotypeAutoConfiguration {
  /// The client. It opens no connection at a start.
  @Bean
  @ConditionalOnMissingBean
  Calotype calotype(CalotypeProperties properties) {
    return Calotype.builder(properties.url())
        .key(properties.key())
        .connectTimeout(properties.connectTimeout())
        .timeout(properties.timeout())
        .retries(properties.retries())
        .build();
  }

  /// Uploads of forms.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MultipartFile.class)
  static class Forms {
    /// Stores files of forms.
    @Bean
    @ConditionalOnMissingBean
    CalotypeTemplate calotypeTemplate(Calotype calotype) {
      return new CalotypeTemplate(calotype);
    }
  }

  /// Answers of controllers.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication
  @ConditionalOnClass(ProblemDetail.class)
  @ConditionalOnProperty(name = "calotype.problems", matchIfMissing = true)
  static class Answers {
    /// Answers refusals, unless `calotype.problems` is false.
    @Bean
    CalotypeProblemAdvice calotypeProblemAdvice() {
      return new CalotypeProblemAdvice();
    }
  }
}
