#!/usr/bin/env bash
# A section of California without a segment for Global Privacy Control: the platform has not looked at the browser's signal.
#
# Versions: npm @iabgpp/cmpapi 3.2.0, Maven com.iabgpp:iabgpp-encoder 3.2.4, crate iab_gpp 0.1.2.
# Expected: `Gpc` is absent or null, because the segment is optional and nothing was said.
# Seen: JavaScript, and with it `parsedSections` of every platform built on the library, says `Gpc: false` for both, down to
# the segment's type; whether it was there stands in a field that the section's object leaves out. Java says false too. Rust
# says None.
# Why it matters: "false" is taken for a browser that was asked and does not object. Look at navigator.globalPrivacyControl or
# the Sec-GPC header yourself, and take only `true` from here.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 >/dev/null
cat > gpc.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const model = new GppModel();
model.setFieldValue('usca', 'SaleOptOut', 2);
const withSegment = model.encode();
model.setFieldValue('usca', 'GpcSegmentIncluded', false);
for (const text of [withSegment, model.encode()]) {
  const section = new GppModel(text).getSection('usca');
  console.error('JavaScript', text.includes('.'), section.GpcSegmentType, section.Gpc, 'GpcSegmentIncluded' in section);
  console.log(text);
}
END

mvn --batch-mode --quiet -Dstyle.color=never dependency:copy -Dartifact=com.iabgpp:iabgpp-encoder:3.2.4 -DoutputDirectory="$work/lib"
cat > Gpc.java <<'END'
import com.iab.gpp.encoder.GppModel;

class Gpc {
  public static void main(String[] arguments) {
    for (String text : arguments) System.out.println("Java " + new GppModel(text).getUsCaSection().getGpc());
  }
}
END

cargo init --quiet --vcs none --name finding
cargo add --quiet iab_gpp@=0.1.2
cat > src/main.rs <<'END'
use iab_gpp::sections::{Section, SectionId};
use iab_gpp::v1::GPPString;

fn main() {
    for text in std::env::args().skip(1) {
        let parsed: GPPString = text.parse().unwrap();
        if let Ok(Section::UsCa(section)) = parsed.decode_section(SectionId::UsCa) {
            println!("Rust {:?}", section.gpc);
        }
    }
}
END
CARGO_TARGET_DIR="$work/target" cargo build --quiet

mapfile -t strings < <(node gpc.mjs 2>javascript.txt)
seen=$(
  cat javascript.txt
  java -cp 'lib/*' Gpc.java "${strings[@]}"
  target/debug/finding "${strings[@]}"
)
diff - <(echo "$seen") <<'END' || { echo 'changed: a missing segment is read otherwise' >&2; exit 1; }
JavaScript true 1 false false
JavaScript false 1 false false
Java false
Java false
Rust Some(false)
Rust None
END
echo 'ok: a browser that was never asked for Global Privacy Control is said to have it off'
