#!/usr/bin/env bash
# European TC strings with one and with two publisher restrictions, as a section of GPP, read in Rust.
#
# Versions: Maven com.iabtcf:iabtcf-encoder 2.0.10 writes; crate iab_gpp 0.1.2, PyPI iab-tcf 0.2.2 and npm @iabgpp/cmpapi 3.2.0
# read.
# Expected: all three read it, or all but one field.
# Seen: with one restriction, of vendor 755, Rust restricts seven other vendors and not that one, without an error. With two it
# refuses the whole section, consents to purposes and vendors included. It looks for another kind of list where the vendors of
# a restriction stand. Python and JavaScript read both.
# Why it matters: restrictions are what makes a consent narrower. The publisher said that vendor 755 needs consent for purpose
# 2, and a service in Rust goes by the vendor's legitimate interest; and "cannot be read" is easily taken for "no TCF here".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn --batch-mode --quiet -Dstyle.color=never dependency:copy -Dartifact=com.iabtcf:iabtcf-encoder:2.0.10 -DoutputDirectory="$work/lib"
mvn --batch-mode --quiet -Dstyle.color=never dependency:copy -Dartifact=com.iabtcf:iabtcf-decoder:2.0.10 -DoutputDirectory="$work/lib"
cat > Write.java <<'END'
import com.iabtcf.encoder.PublisherRestrictionEntry;
import com.iabtcf.encoder.TCStringEncoder;
import com.iabtcf.v2.RestrictionType;
import java.time.Instant;

class Write {
  public static void main(String[] arguments) {
    Instant day = Instant.parse("2026-11-30T00:00:00Z");
    TCStringEncoder.Builder builder = TCStringEncoder.newBuilder().version(2).created(day).lastUpdated(day).cmpId(31)
        .consentLanguage("DE").publisherCC("DE").vendorListVersion(130).tcfPolicyVersion(5).isServiceSpecific(true)
        .addPurposesConsent(1).addPurposesConsent(8).addVendorConsent(755).addDisclosedVendors(755);
    for (int purpose : new int[] {2, 7}) {
      System.out.println(builder.addPublisherRestrictionEntry(PublisherRestrictionEntry.newBuilder().purposeId(purpose)
          .restrictionType(RestrictionType.REQUIRE_CONSENT).addVendor(755).build()).encode());
    }
  }
}
END
mapfile -t strings < <(java -cp 'lib/*' Write.java)

cargo init --quiet --vcs none --name finding
cargo add --quiet iab_gpp@=0.1.2
cat > src/main.rs <<'END'
use iab_gpp::sections::{Section, SectionId};
use iab_gpp::v1::GPPString;

fn main() {
    for text in std::env::args().skip(1) {
        let parsed: GPPString = format!("DBABMA~{text}").parse().unwrap();
        match parsed.decode_section(SectionId::TcfEuV2) {
            Ok(Section::TcfEuV2(tcf)) => {
                for restriction in &tcf.core.publisher_restrictions {
                    println!("Rust {} {:?}", restriction.purpose_id, restriction.restricted_vendor_ids);
                }
            },
            Ok(_) => println!("Rust another section"),
            Err(error) => println!("Rust {error}"),
        }
    }
}
END
CARGO_TARGET_DIR="$work/target" cargo build --quiet

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check iab-tcf==0.2.2
cat > read.py <<'END'
import sys
from iab_tcf import decode_v2

consent = decode_v2(sys.argv[1])
print('Python', consent.is_purpose_allowed(8), consent.pub_restriction_entries)
END

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 >/dev/null
cat > read.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const { PurposeConsents, PublisherRestrictions } = new GppModel(`DBABMA~${process.argv[2]}`).getSection('tcfeuv2');
console.log('JavaScript', PurposeConsents[7], JSON.stringify(PublisherRestrictions));
END

seen=$(
  target/debug/finding "${strings[@]}"
  python/bin/python read.py "${strings[1]}"
  node read.mjs "${strings[1]}"
)
diff - <(echo "$seen") <<'END' || { echo 'changed: a reader treats the restriction otherwise' >&2; exit 1; }
Rust 2 {3, 5, 6, 7, 8, 11, 12}
Rust unable to read section: failed to fill whole buffer
Python True [{"purpose": 2, "restriction_type": 1, "restrictions_range": [[755, 755]]}, {"purpose": 7, "restriction_type": 1, "restrictions_range": [[755, 755]]}]
JavaScript true [{"key":2,"type":1,"ids":[755]},{"key":7,"type":1,"ids":[755]}]
END
echo 'ok: Rust restricts other vendors than the string says, and reads no section with two restrictions'
