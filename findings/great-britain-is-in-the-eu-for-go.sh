#!/usr/bin/env bash
# Which countries are in the EU, asked of Go's own library of languages and regions, whose regions contain one another as
# Unicode's CLDR has it.
#
# Version: Go golang.org/x/text v0.44.0 (2026), whose tables are those of CLDR 32 (2017).
# Expected: the 27 members, with Åland, which has a code of its own and is a part of Finland and of the Union.
# Seen: 28, with Great Britain. Åland is in Europe, not in the EU. `UK`, which the library takes for a valid region, is in
# neither, so the two names of one country have opposite answers; `EL` is unknown.
# Why it matters: a region is what a consent's regime and a record's storage are chosen by. The newest version of a library
# holds a map of nine years ago, and says so in a constant that nobody reads.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

go mod init finding
cat > main.go <<'GO'
package main

import (
	"fmt"

	"golang.org/x/text/language"
)

func main() {
	fmt.Println("CLDR", language.CLDRVersion)
	union := language.MustParseRegion("EU")
	members := 0
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			region, err := language.ParseRegion(string([]rune{first, second}))
			if err == nil && region.IsCountry() && union.Contains(region) {
				members++
			}
		}
	}
	fmt.Println("members", members)
	europe := language.MustParseRegion("150")
	for _, code := range []string{"GB", "UK", "HR", "GR", "EL", "AX"} {
		region, err := language.ParseRegion(code)
		fmt.Println(code, "known", err == nil, "EU", union.Contains(region), "Europe", europe.Contains(region))
	}
}
GO
go get golang.org/x/text@v0.44.0

seen=$(go run .)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: other regions are in the EU' >&2; exit 1; }
CLDR 32
members 28
GB known true EU true Europe true
UK known true EU false Europe false
HR known true EU true Europe true
GR known true EU true Europe true
EL known false EU false Europe false
AX known true EU false Europe true
TEXT
echo 'ok: Great Britain is in the EU for Go'
