#!/usr/bin/env bash
# A compact JWE (ECDH-ES, A256GCM) whose protected header has one parameter of the sender's own beside the registered ones, not
# named in `crit`: what the ciphertext is bound to.
#
# Versions: npm jose 6.2.17, PyPI joserfc 1.8.0, PyPI jwcrypto 1.6.1.
# Expected: all three open it. RFC 7516, section 4, allows private names, and says that what is not understood must be ignored.
# Seen: joserfc refuses the whole token for the name alone, before it looks at the key, unless the caller hands it a registry
# without the strict check. A token with a registered parameter that it does not use passes.
# Why it matters: whoever binds a sealed answer to its event by the header, as the RFC offers, has answers that one of the two
# libraries of Python does not open, with a message about the header and none about the option.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund jose@6.2.17 >/dev/null
cat > seal.mjs <<'END'
import { writeFileSync } from 'node:fs';
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair } from 'jose';
const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
const seal = (more) =>
  new CompactEncrypt(new TextEncoder().encode('an answer'))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', ...more })
    .encrypt(publicKey);
const sealed = { plain: await seal({}), registered: await seal({ cty: 'json' }), private: await seal({ survey: 'churn' }) };
for (const [name, token] of Object.entries(sealed))
  console.log('jose', name, new TextDecoder().decode((await compactDecrypt(token, privateKey)).plaintext));
writeFileSync('sealed.json', JSON.stringify({ key: await exportJWK(privateKey), sealed }));
END

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jwcrypto==1.6.1 joserfc==1.8.0
cat > open.py <<'END'
import json
from joserfc import jwe as rfc
from joserfc.jwk import ECKey
from jwcrypto import jwe, jwk

given = json.load(open('sealed.json'))
for name, sealed in given['sealed'].items():
    token = jwe.JWE()
    token.deserialize(sealed, jwk.JWK(**given['key']))
    print('jwcrypto', name, token.payload.decode())
    for registry in [None, rfc.JWERegistry(strict_check_header=False)]:
        how = 'joserfc' if registry is None else 'joserfc, not strict'
        try:
            print(how, name, rfc.decrypt_compact(sealed, ECKey.import_key(given['key']), registry=registry).plaintext.decode())
        except Exception as error:
            print(how, name, type(error).__name__, error)
END

diff - <({ node seal.mjs; python/bin/python open.py; }) <<'END' || { echo 'changed: a private header parameter is taken otherwise' >&2; exit 1; }
jose plain an answer
jose registered an answer
jose private an answer
jwcrypto plain an answer
joserfc plain an answer
joserfc, not strict plain an answer
jwcrypto registered an answer
joserfc registered an answer
joserfc, not strict registered an answer
jwcrypto private an answer
joserfc private UnsupportedHeaderError unsupported_header: Unsupported {'survey'} in header
joserfc, not strict private an answer
END
echo 'ok: one library of three refuses a header parameter that it does not know'
