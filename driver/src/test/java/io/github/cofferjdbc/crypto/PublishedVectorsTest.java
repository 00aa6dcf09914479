package io.github.cofferjdbc.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 3394, RFC 5297, RFC 5869, RFC 4493 and of the GCM specification. */
class PublishedVectorsTest {

  @Test
  void wrapsKeysAsInSection46OfRfc3394() throws Exception {
    SecretBytes kek = secret("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");
    byte[] data = hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F");
    byte[] wrapped =
        hex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21");
    try (AesKeyWrap wrap = new AesKeyWrap(kek)) {
      for (int i = 0; i < 3; i++) { // the same cipher each time
        assertThat(wrap.wrap(SecretBytes.copyOf(data))).isEqualTo(wrapped);
        assertThat(wrap.unwrap(wrapped).copy()).isEqualTo(data);
      }
    }
  }

  @Test
  void wrapsKeysAsInSections43And45OfRfc3394() throws Exception {
    SecretBytes kek = secret("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");
    try (AesKeyWrap wrap = new AesKeyWrap(kek)) {
      check(
          wrap,
          "00112233445566778899AABBCCDDEEFF",
          "64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7");
      check(
          wrap,
          "00112233445566778899AABBCCDDEEFF0001020304050607",
          "A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1");
    }
  }

  private static void check(AesKeyWrap wrap, String key, String wrapped) throws Exception {
    assertThat(wrap.wrap(secret(key))).isEqualTo(hex(wrapped));
    assertThat(wrap.unwrap(hex(wrapped)).copy()).isEqualTo(hex(key));
  }

  /**
   * RFC 5297 has vectors for 256-bit keys only: two AES-128 keys, which our class does not take.
   */
  @Test
  void sealsAsInAppendixA1OfRfc5297() throws Exception {
    checkSiv(
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        List.of("101112131415161718191a1b1c1d1e1f2021222324252627"),
        "112233445566778899aabbccddee",
        "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c");
  }

  @Test
  void sealsAsInAppendixA2OfRfc5297() throws Exception {
    checkSiv(
        "7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f",
        List.of(
            "00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100",
            "102030405060708090a0",
            "09f911029d74e35bd84156c5635688c0"),
        "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d41"
            + "4553",
        "7bdb6e3b432667eb06f4d14bff2fbd0fcb900f2fddbe404326601965c889bf17dba77ceb094fa663b7a3f748ba"
            + "8af829ea64ad544a272e9c485b62a3fd5c0d");
  }

  private static void checkSiv(
      String key, List<String> associated, String plaintext, String ciphertext) throws Exception {
    List<byte[]> strings = associated.stream().map(PublishedVectorsTest::hex).toList();
    try (AesSiv siv = new AesSiv(hex(key), strings)) {
      for (int i = 0; i < 3; i++) {
        assertThat(siv.seal(new byte[0], hex(plaintext))).isEqualTo(hex(ciphertext));
        assertThat(siv.open(hex(ciphertext), 0)).isEqualTo(hex(plaintext));
      }
    }
  }

  /** The AES-256 vectors of NIST SP 800-38B, of which RFC 4493 has the AES-128 ones. */
  @Test
  void authenticatesAsInNistSp80038B() {
    String message =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a"
            + "0a52eff69f2445df4f9b17ad2b417be66c3710";
    try (Cmac cmac =
        new Cmac(hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"))) {
      assertThat(cmac.of(new byte[0])).isEqualTo(hex("028962f61b7bf89efc6b551f4667d983"));
      assertThat(cmac.of(hex(message.substring(0, 32))))
          .isEqualTo(hex("28a7023f452e8f82bd4bf28d8c37c35c"));
      assertThat(cmac.of(hex(message.substring(0, 80))))
          .isEqualTo(hex("aaf3d8f1de5640c232f5b169b9c911e6"));
      assertThat(cmac.of(hex(message))).isEqualTo(hex("e1992190549f6ed5696a2c056c315410"));
    }
  }

  @Test
  void derivesKeysAsInAppendixAOfRfc5869() {
    checkHkdf(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    checkHkdf(
        range(0x00, 0x50),
        range(0x60, 0xb0),
        range(0xb0, 0x100),
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e"
            + "590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
    checkHkdf(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  private static void checkHkdf(String key, String salt, String info, String output) {
    byte[] expected = hex(output);
    assertThat(Hkdf.derive(secret(key), hex(salt), hex(info), expected.length).copy())
        .isEqualTo(expected);
  }

  /** Test cases 13 to 16 of the GCM specification that NIST's SP 800-38D refers to, AES-256. */
  @Test
  void sealsAsInTheVectorsOfGcm() throws Exception {
    byte[] zeroKey = new byte[32];
    // Test cases 13 and 14 have the nonce 0, which is the first value of a block.
    checkGcm(zeroKey, "", "530f8afbc74536b9a963b4f1c4cb738b");
    checkGcm(
        zeroKey,
        "00000000000000000000000000000000",
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  }

  private static void checkGcm(byte[] key, String plaintext, String ciphertext) throws Exception {
    try (GcmSealer sealer = GcmSealer.forVectors(key, 0);
        GcmOpener opener = new GcmOpener(SecretBytes.copyOf(key))) {
      assertThat(opener.open(new byte[0], hex(ciphertext), 0, 0)).isEqualTo(hex(plaintext));
      // The sealer authenticates the value's number too, so that only its tag is another.
      byte[] stored = sealer.seal(new byte[0], new byte[0], hex(plaintext));
      assertThat(stored[0]).isZero();
      assertThat(Arrays.copyOfRange(stored, 1, 1 + plaintext.length() / 2))
          .isEqualTo(hex(ciphertext.substring(0, plaintext.length())));
      assertThat(opener.open(new byte[0], stored, 1, 0)).isEqualTo(hex(plaintext));
    }
  }

  @Test
  void unwrapsTheGcmVectorWithAssociatedData() throws Exception {
    // Test case 16: nonce, ciphertext and tag stand one after the other, as we store them.
    byte[] wrapped =
        hex(
            "cafebabefacedbaddecaf888"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b0"
                + "8b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");
    SecretBytes kek = secret("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    byte[] aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    assertThat(AesGcm.unwrap(kek, wrapped, aad).copy())
        .isEqualTo(
            hex(
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf"
                    + "0e2449a6b525b16aedf5aa0de657ba637b39"));
    aad[0] ^= 1;
    assertThatThrownBy(() -> AesGcm.unwrap(kek, wrapped, aad))
        .isInstanceOf(NotAuthenticException.class)
        .hasNoCause();
  }

  private static String range(int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(HexFormat.of().toHexDigits((byte) i));
    }
    return out.toString();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static SecretBytes secret(String digits) {
    return SecretBytes.owning(hex(digits));
  }
}
