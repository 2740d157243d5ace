/// Auto-configuration of the Calotype client for Spring Boot.
///
/// Start reading at [io.calotype.spring.CalotypeAutoConfiguration]. It does nothing unless
/// `calotype.url` is set.
@NullMarked
package io.calotype.spring;

import org.jspecify.annotations.NullMarked;
