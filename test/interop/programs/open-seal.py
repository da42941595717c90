"""Opens seals by a library that is named. Reads {library, key, seals} and prints a list of {json, bytes, header} or {error}."""

import json
import sys

ask = json.load(sys.stdin)
library, key, seals = ask['library'], ask['key'], ask['seals']


def open_by_jwcrypto(sealed):
    from jwcrypto import jwe, jwk

    token = jwe.JWE()
    token.deserialize(sealed, jwk.JWK(**key))
    return token.payload, token.jose_header


def open_by_joserfc(sealed):
    from joserfc import jwe
    from joserfc.jwk import ECKey

    token = jwe.decrypt_compact(sealed, ECKey.import_key(key))
    return token.plaintext, token.headers()


def open_by_joserfc_lenient(sealed):
    """Headers that no RFC registers are refused unless the registry says otherwise."""
    from joserfc import jwe
    from joserfc.jwk import ECKey

    token = jwe.decrypt_compact(sealed, ECKey.import_key(key), registry=jwe.JWERegistry(strict_check_header=False))
    return token.plaintext, token.headers()


OPENERS = {'jwcrypto': open_by_jwcrypto, 'joserfc': open_by_joserfc, 'joserfc-lenient': open_by_joserfc_lenient}


def open_one(sealed):
    try:
        plaintext, header = OPENERS[library](sealed)
        return {'json': plaintext.decode(), 'bytes': len(plaintext), 'header': header}
    except Exception as error:
        return {'error': f'{type(error).__name__}: {error}'}


print(json.dumps([open_one(sealed) for sealed in seals]))
