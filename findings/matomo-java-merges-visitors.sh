#!/usr/bin/env bash
# Matomo's tracker for Java makes a visitor's id, 64 bits for Matomo, of a text and of a UUID.
#
# Version: Maven org.piwik.java.tracking:matomo-java-tracker-core 3.4.0.
# Expected: different texts and different UUIDs have different ids, as far as 64 bits of a hash go; a text that is an id already
# is taken as it is.
# Seen: `fromString` takes Java's own hash of the text, of 32 bits: "visitor-Aa" and "visitor-BB" are one visitor, and an id of 16
# hexadecimal digits, which the page's cookie holds, becomes another. `fromUUID` takes the first half alone, so ids of version 7,
# which begin with the time, are one visitor where a generator counts within a millisecond in the second half.
# Why it matters: with 32 bits two of 77,000 visitors are more likely one than not. What is then shown, exported and deleted as
# one visitor's is two people's. Make the 16 digits yourself, and hand them over with `fromHex`.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn --batch-mode --quiet -Dstyle.color=never dependency:copy -DoutputDirectory="$work/lib" \
  -Dartifact=org.piwik.java.tracking:matomo-java-tracker-core:3.4.0
cat > Read.java <<'JAVA'
import java.util.UUID;
import org.matomo.java.tracking.parameters.VisitorId;

class Read {
  public static void main(String[] arguments) {
    for (String text : new String[] {"visitor-Aa", "visitor-BB", "1234567890abcdef"})
      System.out.println("text " + text + " " + VisitorId.fromString(text));
    System.out.println("hex 1234567890abcdef " + VisitorId.fromHex("1234567890abcdef"));
    for (String text : new String[] {"019abc00-0000-7000-8000-000000000001", "019abc00-0000-7000-8000-000000000002"})
      System.out.println("UUID " + text + " " + VisitorId.fromUUID(UUID.fromString(text)));
  }
}
JAVA

seen=$(java -cp 'lib/*' Read.java 2>/dev/null)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: ids are made otherwise' >&2; exit 1; }
text visitor-Aa ffffffff92c3fdff
text visitor-BB ffffffff92c3fdff
text 1234567890abcdef ffffffffcdbeeebe
hex 1234567890abcdef 1234567890abcdef
UUID 019abc00-0000-7000-8000-000000000001 019abc0000007000
UUID 019abc00-0000-7000-8000-000000000002 019abc0000007000
TEXT
echo 'ok: two visitors have one id'
