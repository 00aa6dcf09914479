@NullMarked
package io.github.cofferjdbc.admin.bulk;

import org.jspecify.annotations.NullMarked;
