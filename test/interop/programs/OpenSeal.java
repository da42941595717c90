import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens seals. Reads {key, seals} and prints a list of {json, bytes, header} or {error}. */
class OpenSeal {
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> ask = JSONObjectUtils.parse(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
    ECKey key = ECKey.parse(JSONObjectUtils.getJSONObject(ask, "key"));
    List<Object> answers = new ArrayList<>();
    for (String sealed : JSONObjectUtils.getStringList(ask, "seals")) answers.add(open(sealed, key));
    System.out.write(JSONArrayUtils.toJSONString(answers).getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  static Map<String, Object> open(String text, ECKey key) {
    try {
      JWEObject sealed = JWEObject.parse(text);
      sealed.decrypt(new ECDHDecrypter(key));
      byte[] plaintext = sealed.getPayload().toBytes();
      String json = new String(plaintext, StandardCharsets.UTF_8);
      return Map.of("json", json, "bytes", plaintext.length, "header", sealed.getHeader().toJSONObject());
    } catch (Exception error) {
      return Map.of("error", error.toString());
    }
  }
}
