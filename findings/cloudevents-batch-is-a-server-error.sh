#!/usr/bin/env bash
# A batch of CloudEvents as the HTTP binding has it (application/cloudevents-batch+json), received by the handler that Go's
# official SDK makes of a function that takes an event.
#
# Version: Go github.com/cloudevents/sdk-go/v2 2.16.2.
# Expected: the receiver is called for each event; or, since receivers need not take batches, 415 Unsupported Media Type.
# Seen: 500 with an empty body, to a batch of one too; the receiver is never called, and nothing is logged. The SDK reads batches
# by another function, which this handler does not use.
# Why it matters: 500 is "again later" to every sender that follows the rules, so a page sends the same events until they
# expire, and nothing on either side says why. A sender of batches needs to know beforehand who receives.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${receiver:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

cat > receive.go <<'END'
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"

	cloudevents "github.com/cloudevents/sdk-go/v2"
)

func main() {
	handler, err := cloudevents.NewHTTPReceiveHandler(context.Background(), must(cloudevents.NewHTTP()), func(event cloudevents.Event) {
		fmt.Println("took", event.ID())
	})
	if err != nil {
		panic(err)
	}
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	fmt.Println(listener.Addr())
	panic(http.Serve(listener, handler))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
END
go mod init receive >/dev/null 2>&1
go get github.com/cloudevents/sdk-go/v2@v2.16.2 >/dev/null 2>&1
go build -o receive . 2>/dev/null
./receive > received.txt 2> logged.txt &
receiver=$!
until [ -s received.txt ]; do sleep 0.1; done
address=$(head -1 received.txt)

event() {
  echo '{"specversion":"1.0","id":"'"$1"'","source":"/shop","type":"example.viewed","datacontenttype":"application/json","data":{"sku":"A"}}'
}
send() {
  code=$(curl --silent --output answer.txt --write-out '%{http_code}' --header "content-type: $2" --data-binary "$3" "http://$address")
  echo "$1: $code, $(wc -c < answer.txt) bytes"
}
diff - <(
  send 'one event' application/cloudevents+json "$(event 1)"
  send 'a batch of one' application/cloudevents-batch+json "[$(event 2)]"
  send 'a batch of two' application/cloudevents-batch+json "[$(event 3),$(event 4)]"
  tail -n +2 received.txt
  cat logged.txt
) <<'END' || { echo 'changed: a batch is received otherwise' >&2; exit 1; }
one event: 200, 0 bytes
a batch of one: 500, 0 bytes
a batch of two: 500, 0 bytes
took 1
END
echo 'ok: a batch is a server error'
