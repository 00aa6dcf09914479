package io.github.cofferjdbc.keys.pkcs11;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenInfoTest {

  private static final String PRINTED =
      """
      Information for provider SunPKCS11-Coffer1
      Library info:
        cryptokiVersion: 2.40
        manufacturerID: SoftHSM
      All slots: 0, 1242791217, 1
      Slots with tokens: 1242791217, 1
      Slot info for slot 1242791217:
        slotDescription: SoftHSM slot ID 0x4a137d31
        manufacturerID: Somebody else
      Token info for token in slot 1242791217:
        label: label: of serialNumber: 7      \s
        manufacturerID: SoftHSM project                \s
        model: SoftHSM v2     \s
        serialNumber: 32e55fdc4a137d31
        flags: CKF_RNG
      Mechanism CKM_AES_CBC:
        label: another
      """;

  @Test
  void readsWhatTheJdkPrints() {
    assertThat(TokenInfo.of(PRINTED))
        .contains(
            new TokenInfo(
                "label: of serialNumber: 7", "32e55fdc4a137d31", "SoftHSM project", "SoftHSM v2"));
    assertThat(TokenInfo.slots(PRINTED)).containsExactly(1242791217L, 1L);
  }

  @Test
  void readsALabelThatIsNotAscii() {
    String bytesAsCharacters = new String("Büro €".getBytes(UTF_8), ISO_8859_1);

    assertThat(
            TokenInfo.of("Token info for token in slot 1:\n  label: " + bytesAsCharacters + "\n"))
        .hasValueSatisfying(info -> assertThat(info.label()).isEqualTo("Büro €"));
  }

  @Test
  void findsNothingInOtherText() {
    assertThat(TokenInfo.of("Slot info for slot 1:\n  label: x\n")).isEmpty();
    assertThat(TokenInfo.slots("Slots with tokens: (none)\n")).isEmpty();
    assertThat(TokenInfo.slots("")).isEmpty();
  }
}
