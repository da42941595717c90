#!/usr/bin/env bash
# One field of the European section is set in a GPP string that was made in 2024.
#
# Versions: npm @iabgpp/cmpapi 3.2.0, Maven com.iabgpp:iabgpp-encoder 3.2.4.
# Expected: `LastUpdated` is now, `Created` stays in 2024: it says when the visitor's choice was first recorded.
# Seen: both libraries set both to now, JavaScript to the day in UTC, Java to the tenth of a second. To set the same value again
# is enough.
# Why it matters: how old a consent is decides when it has to be asked for again. A string that passes
# through such a library never gets old. And two libraries disagree by up to a day on what "now" is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Created 2024-05-06T12:34:56Z, updated a day later, consent to purpose 1.
string='DBABMA~CP-OBBgP-RT9gAfABAENCCFgAIAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA'

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 >/dev/null
cat > set.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const model = new GppModel(process.argv[2]);
console.log('JavaScript', model.getFieldValue('tcfeuv2', 'Created').getUTCFullYear());
model.setFieldValue('tcfeuv2', 'CmpVersion', model.getFieldValue('tcfeuv2', 'CmpVersion'));
const created = new GppModel(model.encode()).getFieldValue('tcfeuv2', 'Created');
console.log('JavaScript', created.toISOString().slice(0, 10) === new Date().toISOString().slice(0, 10), created % 86_400_000 === 0);
END

mvn --batch-mode --quiet -Dstyle.color=never dependency:copy -Dartifact=com.iabgpp:iabgpp-encoder:3.2.4 -DoutputDirectory="$work/lib"
cat > Set.java <<'END'
import com.iab.gpp.encoder.GppModel;
import java.time.Duration;
import java.time.ZonedDateTime;

class Set {
  public static void main(String[] arguments) {
    GppModel model = new GppModel(arguments[0]);
    System.out.println("Java " + model.getTcfEuV2Section().getCreated().getYear());
    model.setFieldValue("tcfeuv2", "CmpVersion", model.getFieldValue("tcfeuv2", "CmpVersion"));
    ZonedDateTime created = new GppModel(model.encode()).getTcfEuV2Section().getCreated();
    System.out.println("Java " + (Duration.between(created, ZonedDateTime.now()).abs().toMinutes() < 5));
  }
}
END

seen=$(
  node set.mjs "$string"
  java -cp 'lib/*' Set.java "$string"
)
diff - <(echo "$seen") <<'END' || { echo 'changed: the date of consent is treated otherwise' >&2; exit 1; }
JavaScript 2024
JavaScript true true
Java 2024
Java true
END
echo 'ok: to set any field makes the consent one of today'
