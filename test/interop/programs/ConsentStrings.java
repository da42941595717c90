import com.iab.gpp.encoder.GppModel;
import com.iabtcf.decoder.TCString;
import com.iabtcf.utils.IntIterable;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads consent strings, one a line, with IAB's own libraries, and prints what each says as a line of JSON. A TC string stands
 * alone; behind a GPP string stand the section and its fields, with blanks between.
 */
class ConsentStrings {
  public static void main(String[] arguments) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    StringBuilder printed = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      printed.append(words.length == 1 ? readTcf(words[0]) : readGpp(words)).append('\n');
    }
    System.out.print(printed);
  }

  static String readTcf(String text) {
    TCString consent = TCString.decode(text);
    List<String> restrictions = new ArrayList<>();
    consent.getPublisherRestrictions().forEach(one -> one.getVendorIds().forEach(vendor ->
        restrictions.add("[" + one.getPurposeId() + "," + one.getRestrictionType().ordinal() + "," + vendor + "]")));
    return "{\"purposes\":" + list(consent.getPurposesConsent())
        + ",\"interests\":" + list(consent.getPurposesLITransparency())
        + ",\"features\":" + list(consent.getSpecialFeatureOptIns())
        + ",\"vendors\":" + list(consent.getVendorConsent())
        + ",\"treatment\":" + consent.getPurposeOneTreatment()
        + ",\"restrictions\":" + restrictions
        + ",\"disclosed\":" + list(consent.getDisclosedVendors()) + "}";
  }

  static String readGpp(String[] words) {
    try {
      GppModel model = new GppModel(words[0]);
      StringBuilder fields = new StringBuilder("{");
      for (int at = 2; at < words.length; at++) {
        Object value = model.hasField(words[1], words[at]) ? model.getFieldValue(words[1], words[at]) : null;
        String written = value instanceof String || value instanceof Character ? "\"" + value + "\"" : String.valueOf(value);
        fields.append(at == 2 ? "" : ",").append("\"").append(words[at]).append("\":").append(written);
      }
      return fields.append("}").toString();
    } catch (Exception error) {
      return "{\"error\":\"" + error.getClass().getSimpleName() + "\"}";
    }
  }

  static String list(IntIterable ids) {
    return ids.toSet().toString();
  }
}
