#!/usr/bin/env bash
# A CloudEvent without `time`, which is optional, that is read twice by the same SDK.
#
# Versions: npm cloudevents 10.0.0, PyPI cloudevents 2.2.0, Maven io.cloudevents:cloudevents-json-jackson 4.0.1.
# Expected: no time, both times.
# Seen: JavaScript and Python give it the time of reading, another one each time, and write it on as the event's own. Java
# leaves it out.
# Why it matters: a replay from a queue or a dead letter box moves such events to the day of the replay, and with them their
# expiry where that is counted from `time`. Always send the time.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

printf '%s' '{"specversion":"1.0","id":"1","source":"https://shop.example/","type":"added"}' > event.json

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund cloudevents@10.0.0 >/dev/null
cat > read.mjs <<'END'
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { HTTP } from 'cloudevents';
const message = { headers: { 'content-type': 'application/cloudevents+json' }, body: readFileSync('event.json', 'utf8') };
const first = HTTP.structured(HTTP.toEvent(message)).body;
await setTimeout(20);
const second = HTTP.structured(HTTP.toEvent(message)).body;
console.log('JavaScript', 'time' in JSON.parse(first), first === second);
END

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
cat > read.py <<'END'
import time
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

text = open('event.json').read()
first = JSONFormat().write(JSONFormat().read(CloudEvent, text))
time.sleep(0.02)
second = JSONFormat().write(JSONFormat().read(CloudEvent, text))
print('Python', b'"time"' in first, first == second)
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
    byte[] text = Files.readAllBytes(Path.of("event.json"));
    System.out.println("Java " + new String(format.serialize(format.deserialize(text))).contains("\"time\""));
  }
}
END

seen=$(
  node read.mjs
  python/bin/python read.py
  java -cp 'lib/*' Read.java 2>/dev/null
)
diff - <(echo "$seen") <<'END' || { echo 'changed: an SDK treats a missing time otherwise' >&2; exit 1; }
JavaScript true false
Python True False
Java false
END
echo 'ok: two of three SDKs make up a time for an event that has none'
