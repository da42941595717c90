#!/usr/bin/env bash
# A US National section of version 1 that IAB's own Java library reads and writes again, and that others then read.
#
# Versions: Maven com.iabgpp:iabgpp-encoder 3.2.4, npm @iabgpp/cmpapi 3.2.0, Go github.com/prebid/go-gpp v0.2.0.
# Expected: a section that is read and written with its own values comes out as it went in.
# Seen: Java pads the lists to the lengths of version 2 and keeps the number 1 in front. The JavaScript library looks at the
# length and reads the values that were meant. A reader that trusts the version, as Go's does, finds "not applicable" where the
# visitor's answers about children and personal data stood, and no MSPA coverage.
# Why it matters: a server that relays GPP strings changes them by touching them, and each of the next readers sees another
# visitor. Relay the string that the page gave, never one that was parsed and written again.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn --batch-mode --quiet -Dstyle.color=never dependency:copy -Dartifact=com.iabgpp:iabgpp-encoder:3.2.4 -DoutputDirectory="$work/lib"
cat > Rewrite.java <<'END'
import com.iab.gpp.encoder.GppModel;

class Rewrite {
  public static void main(String[] arguments) {
    GppModel model = new GppModel(arguments[0]);
    model.setFieldValue("usnat", "SaleOptOut", model.getFieldValue("usnat", "SaleOptOut"));
    System.out.println(model.encode());
  }
}
END

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 >/dev/null
cat > write.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const model = new GppModel();
const set = (field, value) => model.setFieldValue('usnat', field, value);
set('Version', 1);
set('SaleOptOut', 2);
set('SensitiveDataProcessing', [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 0, 0, 0, 0]);
set('KnownChildSensitiveDataConsents', [1, 2, 0]);
set('PersonalDataConsents', 2);
set('MspaCoveredTransaction', 2);
console.log(model.encode());
END
cat > read.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const { Version, KnownChildSensitiveDataConsents, PersonalDataConsents, MspaCoveredTransaction } =
  new GppModel(process.argv[2]).getSection('usnat');
console.log('JavaScript', Version, KnownChildSensitiveDataConsents.join(), PersonalDataConsents, MspaCoveredTransaction);
END

go mod init finding
cat > main.go <<'END'
package main

import (
	"fmt"
	"os"

	gpp "github.com/prebid/go-gpp"
	"github.com/prebid/go-gpp/sections/uspnat"
)

func main() {
	container, errs := gpp.Parse(os.Args[1])
	core := container.Sections[0].(uspnat.USPNAT).CoreSegment
	fmt.Println("Go", core.Version, core.KnownChildSensitiveDataConsents, core.PersonalDataConsents, core.MspaCoveredTransaction, len(errs))
}
END
go get github.com/prebid/go-gpp@v0.2.0

first=$(node write.mjs)
second=$(java -cp 'lib/*' Rewrite.java "$first")
seen=$(
  for string in "$first" "$second"; do
    echo "${#string} characters"
    node read.mjs "$string"
    go run . "$string"
  done
)
diff - <(echo "$seen") <<'END' || { echo 'changed: the rewritten section is read otherwise' >&2; exit 1; }
21 characters
JavaScript 1 1,2 2 2
Go 1 [1 2] 2 2 0
22 characters
JavaScript 1 1,2 2 2
Go 1 [0 0] 0 0 0
END
echo 'ok: Java writes version 1 with the lengths of version 2, and a reader by version loses the answers'
