#!/usr/bin/env bash
# Log records with a number as an attribute, sent as JSON by OpenTelemetry's official JavaScript packages, received by the reader
# of OpenTelemetry's official collector (Go).
#
# Versions: npm @opentelemetry/sdk-logs and @opentelemetry/otlp-transformer 0.223.1, Go go.opentelemetry.io/collector/pdata 1.71.0.
# Expected: the number arrives, as a double where it is no 64-bit integer; NaN and Infinity arrive as the texts that the
# encoding has for them; at worst one attribute is lost.
# Seen: every whole number of JavaScript is written as an integer, 2 ** 63 and 1e300 too, and NaN and Infinity as null. For each
# of these the reader refuses all of the request, with the records of others that are in it. The same SDK writes all of them
# rightly in the binary encoding, where they arrive. 2 ** 60 becomes two integers by the encoding. A Date and a bigint are dropped
# in both, and the record does not count them as dropped.
# Why it matters: a refusal is final for an exporter, so a share of "0 of 0" in one event takes up to 511 others with it, and only
# for who chose JSON, as pages do. Check numbers with Number.isFinite, and send large whole ones as text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @opentelemetry/api@1.9.1 @opentelemetry/sdk-logs@0.223.1 \
  @opentelemetry/otlp-transformer@0.223.1 >/dev/null
cat > write.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { JsonLogsSerializer, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';

const values = {
  '1.5': 1.5,
  '2 ** 60': 2 ** 60,
  '2 ** 63': 2 ** 63,
  '1e300': 1e300,
  '0 / 0': NaN,
  Infinity,
  date: new Date(0),
  bigint: 5n,
};
for (const [index, [name, share]] of Object.entries(values).entries()) {
  const exporter = new InMemoryLogRecordExporter();
  const logger = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }).getLogger('shop');
  logger.emit({ body: 'another event' });
  logger.emit({ body: 'survey', attributes: { share } });
  const records = exporter.getFinishedLogRecords();
  writeFileSync(`${index} ${name.replaceAll('/', 'of')}.json`, JsonLogsSerializer.serializeRequest(records));
  writeFileSync(`${index} ${name.replaceAll('/', 'of')}.proto`, ProtobufLogsSerializer.serializeRequest(records));
}
JS
node write.mjs

go mod init finding
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
)

func main() {
	files, _ := filepath.Glob("[0-9] *")
	for _, file := range files {
		content, _ := os.ReadFile(file)
		request := plogotlp.NewExportRequest()
		read := request.UnmarshalJSON
		if filepath.Ext(file) == ".proto" {
			read = request.UnmarshalProto
		}
		if err := read(content); err != nil {
			fmt.Println(file, "refused")
			continue
		}
		records := request.Logs().ResourceLogs().At(0).ScopeLogs().At(0).LogRecords()
		share, isThere := records.At(1).Attributes().Get("share")
		if isThere {
			fmt.Println(file, records.Len(), share.Type(), share.AsString())
		} else {
			fmt.Println(file, records.Len(), "dropped", records.At(1).DroppedAttributesCount())
		}
	}
}
GO
go get go.opentelemetry.io/collector/pdata/plog/plogotlp@v1.71.0

seen=$(go run .)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: numbers are written or read otherwise' >&2; exit 1; }
0 1.5.json 2 Double 1.5
0 1.5.proto 2 Double 1.5
1 2 ** 60.json 2 Int 1152921504606847000
1 2 ** 60.proto 2 Int 1152921504606846976
2 2 ** 63.json refused
2 2 ** 63.proto 2 Double 9223372036854776000
3 1e300.json refused
3 1e300.proto 2 Double 1e+300
4 0 of 0.json refused
4 0 of 0.proto 2 Double NaN
5 Infinity.json refused
5 Infinity.proto 2 Double Infinity
6 date.json 2 dropped 0
6 date.proto 2 dropped 0
7 bigint.json 2 dropped 0
7 bigint.proto 2 dropped 0
TEXT
echo 'ok: one number makes the collector refuse all records of the request'
