package io.github.cofferjdbc.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VarintTest {

  @Test
  void readsWhatItWrote() {
    for (int bits = 0; bits <= 35; bits++) {
      for (long number = Math.max(0, (1L << bits) - 2); number <= (1L << bits) + 1; number++) {
        byte[] bytes = Varint.bytes(number);
        assertThat(bytes).hasSize(Varint.length(number));
        assertThat(Varint.read(bytes, 0)).isEqualTo(number < 1L << 35 ? number : -1);
      }
    }
  }

  @Test
  void refusesWhatIsCutOffTooLongOrNotShortest() {
    for (String malformed :
        new String[] {"", "80", "8080808080", "808080808000", "8000", "8100", "ff8000"}) {
      assertThat(Varint.read(HexFormat.of().parseHex(malformed), 0))
          .as(malformed)
          .isEqualTo(Varint.MALFORMED);
    }
    assertThat(Varint.read(new byte[3], 3)).isEqualTo(Varint.MALFORMED);
  }
}
