package io.github.cofferjdbc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A JCE provider that behaves as AWS CloudHSM's does: its keys cannot be exported, and AES-GCM
 * encryption takes no nonce but draws one, which {@code getIV} tells after it, and not before. The
 * keys are made when they are first asked for and live as long as the process.
 *
 * <p>{@link #fault} makes it misbehave. Thread safe.
 */
public final class HsmProvider extends Provider {
  private static final long serialVersionUID = 1;

  /** The type of its key store. */
  public static final String KEY_STORE = "TestHsm";

  /** An alias of a key that can be exported. */
  public static final String EXPORTABLE = "exportable";

  /** An alias of no key. */
  public static final String MISSING = "missing";

  /** The PIN that the key store wants, if it is given one. */
  public static final String PIN = "hsm-pin";

  /** What it does wrong. */
  public enum Fault {
    NONE,
    /** Tells no nonce, as PKCS#11 on CloudHSM would have it. */
    HIDES_NONCE,
    /** Tells a nonce of zeros, which it did not encrypt with. */
    TELLS_ZEROS,
    /** Cannot be reached. */
    UNREACHABLE,
    /** Refuses. */
    REFUSES
  }

  private static final Map<String, byte[]> KEYS = new ConcurrentHashMap<>();
  private static volatile Fault fault = Fault.NONE;

  /** Made by its class name. */
  public HsmProvider() {
    super("TestHsm", "1", "An HSM for tests that chooses its own nonces");
    put("KeyStore." + KEY_STORE, Keys.class.getName());
    put("Cipher.AES/GCM/NoPadding", Gcm.class.getName());
  }

  /** Makes every instance misbehave so from now on. */
  public static void fault(Fault wanted) {
    fault = wanted;
  }

  private static void failIfTold() {
    if (fault == Fault.UNREACHABLE) {
      throw new ProviderException("no HSM", new ConnectException("Connection refused"));
    }
    if (fault == Fault.REFUSES) {
      throw new ProviderException("the user lacks the right");
    }
  }

  private static final class HsmKey implements SecretKey {
    private static final long serialVersionUID = 1;

    private final String alias;

    HsmKey(String alias) {
      this.alias = alias;
    }

    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    @SuppressWarnings("NullAway") // what a key in an HSM answers
    public @Nullable String getFormat() {
      return null;
    }

    @Override
    @SuppressWarnings("NullAway") // what a key in an HSM answers
    public byte @Nullable [] getEncoded() {
      return null;
    }
  }

  /** AES-GCM; public for the JDK, which makes it by name. */
  public static final class Gcm extends CipherSpi {
    private final Cipher cipher;
    private int mode;
    private byte @Nullable [] nonce;
    private boolean done;

    /** Made by the JDK. */
    public Gcm() throws GeneralSecurityException {
      cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    }

    @Override
    protected void engineSetMode(String mode) {}

    @Override
    protected void engineSetPadding(String padding) {}

    @Override
    protected int engineGetBlockSize() {
      return 16;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
      return inputLength + 16;
    }

    @Override
    protected byte @Nullable [] engineGetIV() {
      byte[] drawn = nonce;
      if (!done || drawn == null || fault == Fault.HIDES_NONCE) {
        return null;
      }
      return fault == Fault.TELLS_ZEROS ? new byte[drawn.length] : drawn.clone();
    }

    @Override
    protected @Nullable AlgorithmParameters engineGetParameters() {
      return null;
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
      if (mode != Cipher.ENCRYPT_MODE) {
        throw new InvalidKeyException("decryption needs parameters");
      }
      byte[] drawn = new byte[12];
      new SecureRandom().nextBytes(drawn);
      try {
        start(mode, key, drawn);
      } catch (InvalidAlgorithmParameterException e) {
        throw new InvalidKeyException(e);
      }
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      if (mode != Cipher.DECRYPT_MODE || !(parameters instanceof GCMParameterSpec gcm)) {
        throw new InvalidAlgorithmParameterException("this HSM chooses the nonce");
      }
      start(mode, key, gcm.getIV());
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom none)
        throws InvalidAlgorithmParameterException {
      throw new InvalidAlgorithmParameterException("this HSM chooses the nonce");
    }

    private void start(int wanted, Key key, byte[] iv)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      failIfTold();
      if (!(key instanceof HsmKey hsmKey)) {
        throw new InvalidKeyException("not a key of this HSM");
      }
      byte[] bytes = KEYS.get(hsmKey.alias);
      if (bytes == null) {
        throw new InvalidKeyException("no such key");
      }
      mode = wanted;
      nonce = iv;
      done = false;
      cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(128, iv));
    }

    @Override
    protected void engineUpdateAAD(byte[] aad, int offset, int length) {
      cipher.updateAAD(aad, offset, length);
    }

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
      return cipher.update(input, offset, length);
    }

    @Override
    protected int engineUpdate(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length)
        throws IllegalBlockSizeException, BadPaddingException {
      byte[] output = cipher.doFinal(input, offset, length);
      done = true;
      return output;
    }

    @Override
    protected int engineDoFinal(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
      throw new UnsupportedOperationException();
    }
  }

  /** The key store; public for the JDK, which makes it by name. */
  public static final class Keys extends KeyStoreSpi {

    /** Made by the JDK. */
    public Keys() {}

    @Override
    public void engineLoad(@Nullable InputStream stream, char @Nullable [] password)
        throws IOException {
      failIfTold();
      if (password != null && !Arrays.equals(password, PIN.toCharArray())) {
        throw new IOException("load failed", new UnrecoverableKeyException("wrong PIN"));
      }
    }

    @Override
    public @Nullable Key engineGetKey(String alias, char @Nullable [] password) {
      failIfTold();
      if (alias.equals(MISSING)) {
        return null;
      }
      byte[] bytes =
          KEYS.computeIfAbsent(
              alias,
              name -> {
                byte[] drawn = new byte[32];
                new SecureRandom().nextBytes(drawn);
                return drawn;
              });
      return alias.equals(EXPORTABLE) ? new SecretKeySpec(bytes, "AES") : new HsmKey(alias);
    }

    @Override
    public Certificate @Nullable [] engineGetCertificateChain(String alias) {
      return null;
    }

    @Override
    public @Nullable Certificate engineGetCertificate(String alias) {
      return null;
    }

    @Override
    public @Nullable Date engineGetCreationDate(String alias) {
      return null;
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void engineDeleteEntry(String alias) {
      KEYS.remove(alias);
    }

    @Override
    public Enumeration<String> engineAliases() {
      return Collections.enumeration(new TreeMap<>(KEYS).keySet());
    }

    @Override
    public boolean engineContainsAlias(String alias) {
      return KEYS.containsKey(alias);
    }

    @Override
    public int engineSize() {
      return KEYS.size();
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
      return KEYS.containsKey(alias);
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
      return false;
    }

    @Override
    public @Nullable String engineGetCertificateAlias(Certificate certificate) {
      return null;
    }

    @Override
    public void engineStore(OutputStream stream, char[] password) {
      throw new UnsupportedOperationException();
    }
  }
}
