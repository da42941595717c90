#!/usr/bin/env bash
# A US National section of version 2, written by IAB's own JavaScript library and read by Prebid's Go library.
#
# Versions: npm @iabgpp/cmpapi 3.2.0, Go github.com/prebid/go-gpp v0.2.0.
# Expected: the same values, or an error, because the section says that it is version 2.
# Seen: no error. Go notes the version 2 and reads the fields of version 1: the sensitive data's last four and the third child
# field are gone, and all that follows is shifted: "no consent" to personal data (1) is read as consent (2), and a transaction
# that is not covered (2) as a value that does not exist (0). Written again by Go, the section has lost them for good.
# Why it matters: a bid server sees a consent that the page never sent. Whoever hands GPP to a server should read the fields
# in the page, or compare the string after the way.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 >/dev/null
cat > write.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const model = new GppModel();
const set = (field, value) => model.setFieldValue('usnat', field, value);
set('SaleOptOutNotice', 1);
set('SaleOptOut', 2);
set('SensitiveDataProcessing', [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
set('KnownChildSensitiveDataConsents', [0, 1, 2]);
set('PersonalDataConsents', 1);
set('MspaCoveredTransaction', 2);
set('MspaOptOutOptionMode', 1);
set('MspaServiceProviderMode', 2);
console.log(model.encode());
END
string=$(node write.mjs)

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
	fmt.Println("errors", len(errs), "version", core.Version, "sale", core.SaleOptOut)
	fmt.Println("sensitive", core.SensitiveDataProcessing)
	fmt.Println("children", core.KnownChildSensitiveDataConsents)
	fmt.Println("personal", core.PersonalDataConsents, "mspa", core.MspaCoveredTransaction, core.MspaOptOutOptionMode, core.MspaServiceProviderMode)
	fmt.Println("same when written again", string(container.Sections[0].Encode(true)) == container.Sections[0].GetValue())
}
END
go get github.com/prebid/go-gpp@v0.2.0

seen=$(go run . "$string")
diff - <(echo "$seen") <<'END' || { echo 'changed: Go reads the section otherwise' >&2; exit 1; }
errors 0 version 2 sale 2
sensitive [0 1 2 0 1 2 0 1 2 0 1 2]
children [0 1]
personal 2 mspa 0 0 1
same when written again false
END
echo 'ok: Go reads version 2 with the fields of version 1, and makes consent to personal data of a refusal'
