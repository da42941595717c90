"""Reads TC strings, one a line, with the library of PyPI, and prints what each says as a line of JSON."""

import json
import sys

from iab_tcf import decode_v2


def ids(flags):
    return [int(id) for id, is_set in flags.items() if is_set]


def vendors(is_allowed):
    return [id for id in range(1, 801) if is_allowed(id)]


for line in sys.stdin:
    consent = decode_v2(line.strip())
    disclosed = getattr(consent, 'oob_disclosed_vendors', None)
    print(
        json.dumps(
            {
                'purposes': ids(consent.purposes_consent),
                'interests': ids(consent.purposes_legitimate_interests),
                'features': ids(consent.special_features_optin),
                'vendors': vendors(consent.is_vendor_allowed),
                'treatment': consent.purpose_one_treatment,
                'restrictions': [
                    [entry.purpose_id, entry.restriction_type, vendor]
                    for entry in consent.pub_restriction_entries
                    for first, last in entry.restrictions_range
                    for vendor in range(first, last + 1)
                ],
                'disclosed': None if disclosed is None else ids(disclosed),
            }
        )
    )
