#!/usr/bin/env bash
# A European TC string with one publisher restriction, as a section of GPP, read in Rust.
#
# Versions: Maven com.iabtcf:iabtcf-encoder 2.0.10 writes; crate iab_gpp 0.1.2, PyPI iab-tcf 0.2.2 and npm @iabgpp/cmpapi 3.2.0
# read.
# Expected: all three read it, or all but one field.
# Seen: Rust refuses the whole section ("failed to fill whole buffer"), consents to purposes and vendors included, because it
# looks for another kind of list where the restriction's vendors stand. The same string without the restriction it reads.
# Why it matters: restrictions are what makes a consent narrower. A service that takes "cannot be read" for "no TCF here" is
# open for exactly those publishers that asked for less.
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
    System.out.println(builder.encode());
    builder.addPublisherRestrictionEntry(PublisherRestrictionEntry.newBuilder().purposeId(2)
        .restrictionType(RestrictionType.REQUIRE_CONSENT).addVendor(755).build());
    System.out.println(builder.encode());
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
            Ok(Section::TcfEuV2(tcf)) => println!("Rust {:?} {:?}", tcf.core.purpose_consents, tcf.core.vendor_consents),
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
print('Python', consent.is_purpose_allowed(8), consent.is_vendor_allowed(755), consent.pub_restriction_entries)
END

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 >/dev/null
cat > read.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
const { PurposeConsents, VendorConsents, PublisherRestrictions } = new GppModel(`DBABMA~${process.argv[2]}`).getSection('tcfeuv2');
console.log('JavaScript', PurposeConsents[7], VendorConsents, JSON.stringify(PublisherRestrictions));
END

seen=$(
  target/debug/finding "${strings[@]}"
  python/bin/python read.py "${strings[1]}"
  node read.mjs "${strings[1]}"
)
diff - <(echo "$seen") <<'END' || { echo 'changed: a reader treats the restriction otherwise' >&2; exit 1; }
Rust {1, 8} {755}
Rust unable to read section: failed to fill whole buffer
Python True True [{"purpose": 2, "restriction_type": 1, "restrictions_range": [[755, 755]]}]
JavaScript true [ 755 ] [{"key":2,"type":1,"ids":[755]}]
END
echo 'ok: one publisher restriction makes the whole section unreadable in Rust'
