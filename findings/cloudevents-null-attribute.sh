#!/usr/bin/env bash
# A CloudEvent in JSON one of whose extension attributes is null, read by the four SDKs.
#
# Versions: Maven io.cloudevents:cloudevents-json-jackson 4.0.1, npm cloudevents 10.0.0, PyPI cloudevents 2.2.0,
# Go github.com/cloudevents/sdk-go/v2 2.16.2.
# Expected: the same as without it. The JSON format allows null for an attribute that is not set.
# Seen: Go leaves it out. Java makes the text "null" of it, which the next receiver cannot tell from a value. JavaScript keeps
# the null, and in binary mode puts it into a header. Python keeps it too; for `subject` null it refuses the event, and for
# `time` null it fails with a TypeError.
# Why it matters: consent, retention and expiry travel in extension attributes. `expirytime: "null"` is no date, and
# `hgconsent: "null"` is a consent that is there. Leave out what is not set.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > event.json <<'END'
{ "specversion": "1.0", "id": "1", "source": "https://shop.example/", "type": "added", "expirytime": null, "data": { "a": 1 } }
END
cat > subject.json <<'END'
{ "specversion": "1.0", "id": "1", "source": "https://shop.example/", "type": "added", "subject": null }
END
cat > time.json <<'END'
{ "specversion": "1.0", "id": "1", "source": "https://shop.example/", "type": "added", "time": null }
END

cat > pom.xml <<'END'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>io.cloudevents</groupId><artifactId>cloudevents-json-jackson</artifactId><version>4.0.1</version>
  </dependency></dependencies>
</project>
END
mvn --batch-mode --quiet -Dstyle.color=never dependency:copy-dependencies -DoutputDirectory="$work/lib"
cat > Read.java <<'END'
import io.cloudevents.jackson.JsonFormat;
import java.nio.file.Files;
import java.nio.file.Path;

class Read {
  public static void main(String[] arguments) throws Exception {
    JsonFormat format = new JsonFormat();
    String text = new String(format.serialize(format.deserialize(Files.readAllBytes(Path.of("event.json")))));
    System.out.println("Java " + text.contains("\"expirytime\":\"null\""));
  }
}
END

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund cloudevents@10.0.0 >/dev/null
cat > read.mjs <<'END'
import { readFileSync } from 'node:fs';
import { HTTP } from 'cloudevents';
const body = readFileSync('event.json', 'utf8');
const event = HTTP.toEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body });
console.log('JavaScript', event.expirytime, 'ce-expirytime' in HTTP.binary(event).headers);
END

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
cat > read.py <<'END'
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

for name in ['event', 'subject', 'time']:
    try:
        event = JSONFormat().read(CloudEvent, open(f'{name}.json').read())
        print('Python', name, b'"expirytime": null' in JSONFormat().write(event))
    except Exception as error:
        print('Python', name, type(error).__name__)
END

go mod init finding
cat > main.go <<'END'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	cloudevents "github.com/cloudevents/sdk-go/v2"
)

func main() {
	text, _ := os.ReadFile("event.json")
	var event cloudevents.Event
	err := json.Unmarshal(text, &event)
	fmt.Println("Go", event.Extensions(), err)
}
END
go get github.com/cloudevents/sdk-go/v2@v2.16.2

seen=$(
  java -cp 'lib/*' Read.java 2>/dev/null
  node read.mjs
  python/bin/python read.py
  go run .
)
diff - <(echo "$seen") <<'END' || { echo 'changed: an SDK treats null otherwise' >&2; exit 1; }
Java true
JavaScript null true
Python event True
Python subject CloudEventValidationError
Python time TypeError
Go map[] <nil>
END
echo 'ok: four SDKs make four things of an attribute that is null'
