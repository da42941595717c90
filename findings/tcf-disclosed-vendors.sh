#!/usr/bin/env bash
# A TC string of policy version 5 (TCF 2.3), for which the platform says that it showed vendor 2, and vendor 2 alone.
#
# Versions: npm @iabtcf/core 1.5.6, Maven com.iabtcf:iabtcf-decoder 2.0.10, PyPI iab-tcf 0.2.2.
# Expected: the string carries vendor 2 as disclosed, since TCF 2.3 demands the segment of every string.
# Seen: a service-specific string, which is what nearly all are, gets no such segment at all, whatever is set. A global one gets
# every vendor of the list, whatever is set. And the readers of JavaScript and Java give an empty set for a string without the
# segment as for one whose segment is empty; Python alone can tell them apart.
# Why it matters: disclosure is what special purposes and legitimate interests rest on. A reader of these libraries cannot tell
# "an old string", "nobody was shown" and "all were shown" from what the visitor really saw.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabtcf/core@1.5.6 >/dev/null
cat > write.mjs <<'END'
import { GVL, TCModel, TCString } from '@iabtcf/core';

const vendor = (id) => ({
  id,
  name: `Vendor ${id}`,
  purposes: [1, 8],
  legIntPurposes: [],
  flexiblePurposes: [],
  specialPurposes: [],
  features: [],
  specialFeatures: [],
});
const list = new GVL({
  gvlSpecificationVersion: 3,
  vendorListVersion: 130,
  tcfPolicyVersion: 5,
  lastUpdated: '2026-11-01T00:00:00Z',
  purposes: Object.fromEntries([1, 8].map((id) => [id, { id, name: `Purpose ${id}` }])),
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  vendors: { 2: vendor(2), 3: vendor(3), 755: vendor(755) },
});
await list.readyPromise;

for (const isServiceSpecific of [true, false]) {
  const model = Object.assign(new TCModel(list), { cmpId: 31, cmpVersion: 3, isServiceSpecific });
  model.vendorsDisclosed.set(2);
  const text = TCString.encode(model);
  const disclosed = [];
  TCString.decode(text).vendorsDisclosed.forEach((isSet, id) => isSet && disclosed.push(id));
  console.error(isServiceSpecific ? 'service-specific' : 'global', 'policy', model.policyVersion, 'disclosed', disclosed.join() || 'none');
  console.log(text);
}
END
mapfile -t strings < <(node write.mjs 2>written.txt)
core=${strings[0]%%.*}

cat > read.mjs <<'END'
import { TCString } from '@iabtcf/core';
for (const text of process.argv.slice(2)) console.log('JavaScript', TCString.decode(text).vendorsDisclosed.size);
END

mvn --batch-mode --quiet -Dstyle.color=never dependency:copy -Dartifact=com.iabtcf:iabtcf-decoder:2.0.10 -DoutputDirectory="$work/lib"
cat > Read.java <<'END'
import com.iabtcf.decoder.TCString;

class Read {
  public static void main(String[] arguments) {
    for (String text : arguments) System.out.println("Java " + TCString.decode(text).getDisclosedVendors());
  }
}
END

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check iab-tcf==0.2.2
cat > read.py <<'END'
import sys
from iab_tcf import decode_v2

for text in sys.argv[1:]:
    print('Python', getattr(decode_v2(text), 'oob_disclosed_vendors', 'no segment'))
END

seen=$(
  cat written.txt
  # Without the segment, and with an empty one.
  node read.mjs "$core" "$core.IAAA"
  java -cp 'lib/*' Read.java "$core" "$core.IAAA"
  python/bin/python read.py "$core" "$core.IAAA"
)
diff - <(echo "$seen") <<'END' || { echo 'changed: disclosed vendors are treated otherwise' >&2; exit 1; }
service-specific policy 5 disclosed none
global policy 5 disclosed 2,3,755
JavaScript 0
JavaScript 0
Java {}
Java {}
Python no segment
Python {}
END
echo 'ok: what the platform disclosed is never what the string says'
