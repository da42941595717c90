#!/usr/bin/env bash
# A P-256 key for ECDH-ES whose JWK says what it is for: `key_ops: ["deriveKey"]`, one of the values of RFC 7517.
#
# Versions: npm jose 6.2.17, PyPI jwcrypto 1.6.1, PyPI joserfc 1.8.0.
# Expected: the key works wherever the one without `key_ops` does.
# Seen: jwcrypto makes such a key, hands out its public half with `key_ops` in it, and then refuses to open what was sealed for
# it; it wants `unwrapKey`, though ECDH-ES wraps no key. jose cannot even seal with the public half: a SyntaxError of the
# browser's own crypto, because a public ECDH key may have no operation there. joserfc does both.
# Why it matters: a controller that makes the key with one tool and gives the public half to a page gets no sealed field, and
# learns of it from the page's users. Publish kty, crv, x, y and kid, nothing else.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund jose@6.2.17 >/dev/null
cat > seal.mjs <<'END'
import { readFileSync, writeFileSync } from 'node:fs';
import { CompactEncrypt, importJWK } from 'jose';
const { key_ops, ...plain } = JSON.parse(readFileSync('public.json', 'utf8'));
console.log('jwcrypto publishes', JSON.stringify(key_ops));
for (const key of [{ ...plain, key_ops }, plain]) {
  try {
    const seal = new CompactEncrypt(new TextEncoder().encode('an answer')).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' });
    writeFileSync('sealed.txt', await seal.encrypt(await importJWK(key, 'ECDH-ES')));
    console.log('jose', key.key_ops?.join() ?? 'none', 'seals');
  } catch (error) {
    console.log('jose', key.key_ops.join(), error.name);
  }
}
END

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jwcrypto==1.6.1 joserfc==1.8.0
cat > make.py <<'END'
from jwcrypto import jwk

key = jwk.JWK.generate(kty='EC', crv='P-256', use='enc', key_ops=['deriveKey'], kid='2026')
open('private.json', 'w').write(key.export_private())
open('public.json', 'w').write(key.export_public())
END
cat > open.py <<'END'
import json
from joserfc import jwe as rfc
from joserfc.jwk import ECKey
from jwcrypto import jwe, jwk

key = json.load(open('private.json'))
sealed = open('sealed.txt').read()
for operations in [['deriveKey'], ['unwrapKey'], None]:
    jwk_of = {**key, 'key_ops': operations} if operations else {name: value for name, value in key.items() if name != 'key_ops'}
    try:
        token = jwe.JWE()
        token.deserialize(sealed, jwk.JWK(**jwk_of))
        print('jwcrypto', operations, token.payload.decode())
    except Exception as error:
        print('jwcrypto', operations, type(error).__name__)
print('joserfc', key['key_ops'], rfc.decrypt_compact(sealed, ECKey.import_key(key)).plaintext.decode())
END

seen=$(
  python/bin/python make.py
  node seal.mjs
  python/bin/python open.py
)
diff - <(echo "$seen") <<'END' || { echo 'changed: key_ops is treated otherwise' >&2; exit 1; }
jwcrypto publishes ["deriveKey"]
jose deriveKey SyntaxError
jose none seals
jwcrypto ['deriveKey'] InvalidJWEData
jwcrypto ['unwrapKey'] an answer
jwcrypto None an answer
joserfc ['deriveKey'] an answer
END
echo 'ok: a key that says what it is for seals nothing in one library and opens nothing in another'
