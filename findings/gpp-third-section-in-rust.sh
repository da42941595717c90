#!/usr/bin/env bash
# A GPP string with three sections whose ids do not follow one another, read in Rust.
#
# Versions: npm @iabgpp/cmpapi 3.2.0 writes, crate iab_gpp 0.1.2 reads.
# Expected: the ids of the header: US Privacy (6), Virginia (9), Texas (16).
# Seen: 6, 9 and 10. From the third single id on, the distance is added to the one before's distance, not to its id, so the
# text of Texas is taken for Colorado's. If the visitor's data of a known child may not be processed, it is read without an
# error, as a valid choice in Colorado; else it fails with a reason that names neither state.
# Two sections, and neighbours such as 7, 8, are read well, which is what examples and tests have.
# Why it matters: with a section for each state more visitors get three than did a year ago. A reader that is right for two
# sections is not proven right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 >/dev/null
cat > write.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const write = (...sections) => {
  const model = new GppModel();
  if (sections.includes('uspv1')) model.setFieldValue('uspv1', 'OptOutSale', 'N');
  for (const section of sections) if (section !== 'uspv1') model.setFieldValue(section, 'SaleOptOut', 2);
  if (sections.includes('ustx')) model.setFieldValue('ustx', 'KnownChildSensitiveDataConsents', 1);
  return model.encode();
};
console.log(write('usva', 'ustx'));
console.log(write('uspv1', 'usnat', 'usca'));
console.log(write('uspv1', 'usva', 'ustx'));
END

cargo init --quiet --vcs none --name finding
cargo add --quiet iab_gpp@=0.1.2
cat > src/main.rs <<'END'
use iab_gpp::v1::GPPString;

fn main() {
    for text in std::env::args().skip(1) {
        let parsed: GPPString = text.parse().unwrap();
        let ids: Vec<String> = parsed.section_ids().map(|id| id.to_string()).collect();
        let failed = parsed.decode_all_sections().iter().filter(|section| section.is_err()).count();
        println!("{} failed {}", ids.join(" "), failed);
    }
}
END
CARGO_TARGET_DIR="$work/target" cargo build --quiet

mapfile -t strings < <(node write.mjs)
seen=$(target/debug/finding "${strings[@]}")
diff - <(echo "$seen") <<'END' || { echo 'changed: Rust reads the header otherwise' >&2; exit 1; }
UsVa UsTx failed 0
UspV1 UsNat UsCa failed 0
UspV1 UsVa UsCo failed 0
END
echo 'ok: Rust takes the third section, of Texas, for the one of Colorado'
