#!/usr/bin/env bash
# Cedar's own package for JavaScript is given a file of policies that have an `@id` each.
#
# Version: npm @cedar-policy/cedar-wasm 4.13.0.
# Expected: the decision names the policy that made it by its `@id`: what else is it for?
# Seen: it is called `policy0`, by its place in the text. `@id` is an annotation like any other. A large number in a condition is
# lost on the way round: what `policyToJson` gives for it is refused when it is given back.
# Why it matters: a log that keeps the names of the policies that decided names other ones as soon as a policy is added above
# them. Policies have to be taken apart (`policySetTextToParts`) and handed over by name, as text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @cedar-policy/cedar-wasm@4.13.0
cat > decide.mjs <<'END'
import { isAuthorized, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';

const uid = (type) => ({ type, id: 'one' });
const decide = (staticPolicies) =>
  isAuthorized({
    principal: uid('Role'),
    action: uid('Action'),
    resource: uid('Event'),
    context: {},
    policies: { staticPolicies },
    entities: [],
  });
const text = '@id("analysts count") permit (principal, action, resource);';
console.log(decide(text).response.diagnostics.reason.join());
console.log(decide(`@id("first") permit (principal, action, resource) when { false };\n${text}`).response.diagnostics.reason.join());
console.log(decide({ 'analysts count': text }).response.diagnostics.reason.join());
const large = policyToJson('permit (principal, action, resource) when { 9007199254740993 < 9223372036854775807 };').json;
console.log(decide({ large }).type);
END

seen=$(node decide.mjs)
diff - <(echo "$seen") <<'END' || { echo 'changed: policies are named otherwise' >&2; exit 1; }
policy0
policy1
analysts count
failure
END
echo 'ok: a policy is called by its place in the file, whatever its @id says'
