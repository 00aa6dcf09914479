/** Master keys in AWS KMS; the only package that names AWS's types. */
@NullMarked
package io.github.cofferjdbc.keys.awskms;

import org.jspecify.annotations.NullMarked;
