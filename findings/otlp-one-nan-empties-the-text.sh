#!/usr/bin/env bash
# A log record over OTLP/JSON whose attribute is a map, with a consent and one number that is "NaN", in the OpenTelemetry
# Collector's own data model. Exporters to stores with text columns ask that model for an attribute's text.
#
# Version: Go go.opentelemetry.io/collector/pdata v1.71.0.
# Expected: {"consent":"granted","score":"NaN"}, since OTLP/JSON writes the number so itself, and the model writes it back so.
# Seen: the empty text, without an error. Infinity does the same. Alone, outside of a map, the number is "NaN".
# Why it matters: one mean of no answers takes the purpose, the legal basis and the consent beside it along, and the row in the
# store looks like an event that carried none. Never put a computed number into the same map as legal metadata.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

go mod init finding
cat > main.go <<'END'
package main

import (
	"fmt"

	"go.opentelemetry.io/collector/pdata/plog"
)

func main() {
	for _, number := range []string{`0.5`, `"NaN"`, `"Infinity"`} {
		text := `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[` +
			`{"key":"alone","value":{"doubleValue":` + number + `}},` +
			`{"key":"tags","value":{"kvlistValue":{"values":[` +
			`{"key":"consent","value":{"stringValue":"granted"}},{"key":"score","value":{"doubleValue":` + number + `}}]}}}` +
			`]}]}]}]}`
		unmarshaler := plog.JSONUnmarshaler{}
		logs, err := unmarshaler.UnmarshalLogs([]byte(text))
		if err != nil {
			panic(err)
		}
		attributes := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Attributes()
		alone, _ := attributes.Get("alone")
		tags, _ := attributes.Get("tags")
		fmt.Printf("%s alone %q in a map %q\n", number, alone.AsString(), tags.AsString())
	}
}
END
go get go.opentelemetry.io/collector/pdata/plog@v1.71.0

seen=$(go run .)
diff - <(echo "$seen") <<'END' || { echo 'changed: the text of a map is made otherwise' >&2; exit 1; }
0.5 alone "0.5" in a map "{\"consent\":\"granted\",\"score\":0.5}"
"NaN" alone "NaN" in a map ""
"Infinity" alone "Infinity" in a map ""
END
echo 'ok: one number that is not finite makes a whole map an empty text'
