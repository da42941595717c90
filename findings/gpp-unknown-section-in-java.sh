#!/usr/bin/env bash
# A GPP string with a section of Maryland, written in the browser, passed through IAB's own Java library on a server.
#
# Versions: npm @iabgpp/cmpapi 3.2.0 (knows sections 2 to 27), Maven com.iabgpp:iabgpp-encoder 3.2.4 (knows 2 to 22).
# Expected: an error for a section that is not known, or its text passed through, as a proxy does.
# Seen: neither. Java lists the sections without it, and as soon as any field of another section is set, it writes a shorter,
# valid string: the visitor's opt-out in Maryland is gone, and no one can tell that it ever was there.
# Why it matters: "no section of this state" and "opted out in this state" are opposite answers to "may this be sold?".
# Compare the ids in the header with the sections that a reader reports before believing that a state says nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 >/dev/null
cat > write.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const model = new GppModel();
model.setFieldValue('usca', 'SaleOptOut', 2);
model.setFieldValue('usmd', 'SaleOptOut', 1);
console.log(model.encode());
END
cat > read.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const model = new GppModel(process.argv[2]);
console.log('JavaScript', model.getSectionIds().join(), model.getFieldValue('usmd', 'SaleOptOut'));
END

mvn --batch-mode --quiet -Dstyle.color=never dependency:copy -Dartifact=com.iabgpp:iabgpp-encoder:3.2.4 -DoutputDirectory="$work/lib"
cat > Relay.java <<'END'
import com.iab.gpp.encoder.GppModel;

class Relay {
  public static void main(String[] arguments) {
    GppModel model = new GppModel(arguments[0]);
    System.err.println("Java " + model.getSectionIds());
    model.setFieldValue("usca", "SharingOptOut", 2);
    System.out.println(model.encode());
  }
}
END

first=$(node write.mjs)
second=$(java -cp 'lib/*' Relay.java "$first" 2>java.txt)
seen=$(
  node read.mjs "$first"
  cat java.txt
  node read.mjs "$second"
)
diff - <(echo "$seen") <<'END' || { echo 'changed: Java treats the section otherwise' >&2; exit 1; }
JavaScript 8,24 1
Java [8]
JavaScript 8 null
END
echo 'ok: a section that Java does not know vanishes from the string without a word'
