import { setFlagsFromString } from 'node:v8';

import {
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';

import { hashOf } from '../hash-of.mjs';
import { toCedarSchema, toEntities, toUid } from './cedar-schema.mjs';
import { findRuleProblems, listRoles, ruleOf } from './rules.mjs';

/**
 * A policy file, checked against the manifests and ready to decide. Cedar decides: nothing is permitted unless a rule says
 * so, and a `forbid` wins over every `permit`.
 *
 * @typedef {import('./cedar-schema.mjs').Action} Action
 * @typedef {import('./resources.mjs').Resource} Resource
 * @typedef {import('./rules.mjs').Rule} Rule
 *
 * @typedef {object} Decision
 * @property {boolean} isAllowed
 * @property {string[]} rules The names of those that decided.
 * @property {number} smallestGroup Of the strictest rule that decided: groups of fewer people are withheld.
 * @property {import('./rules.mjs').Mask} mask Of the strictest rule that decided.
 *
 * @typedef {object} Policy
 * @property {string} hash SHA-256 of the file's text: which policy was in force is in every entry of the access log.
 * @property {string[]} roles Those that a rule names.
 * @property {(role: string, action: Action, resource: Resource) => Decision} decide
 */

// Node 20's optimiser inlines calls into WebAssembly, and ends the process ("unreachable code", in its deoptimiser) where such a
// call returns into code that was given up meanwhile. Cedar's calls do, after some thousands.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/** What is wrong with a policy, one line each. */
export class PolicyError extends Error {
  /** @param {readonly string[]} problems */
  constructor(problems) {
    super(`the access policy is not sound:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * @param {string} text
 * @param {readonly import('headgate/node').Manifest[]} manifests
 * @returns {Policy}
 */
export function openPolicy(text, manifests) {
  const rules = parseRules(text);
  const problems = [...findRuleProblems(rules, manifests), ...findSchemaProblems(rules, manifests)];
  if (problems.length > 0) throw new PolicyError(problems);

  // The engine keeps what it has parsed by a name.
  const hash = hashOf(text);
  const parsed = preparsePolicySet(hash, { staticPolicies: toPolicies(rules) });
  if (parsed.type === 'failure') throw new PolicyError(messagesOf(parsed.errors));
  const ruleByName = new Map(rules.map((rule) => [rule.name, rule]));
  /** @type {Map<string, Decision>} */
  const known = new Map();

  return {
    hash,
    roles: listRoles(rules),
    decide(role, action, resource) {
      const question = JSON.stringify([role, action, resource]);
      const decision = known.get(question) ?? toDecision(askCedar(hash, role, action, resource), ruleByName);
      // Roles, actions and resources are bounded by the policy and the manifests.
      known.set(question, decision);
      return decision;
    },
  };
}

/**
 * @param {string} text
 * @returns {Rule[]}
 */
function parseRules(text) {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') throw new PolicyError(messagesOf(parts.errors));
  if (parts.policy_templates.length > 0) throw new PolicyError(['templates (?principal, ?resource) are not supported']);
  return parts.policies.map((policy, index) => {
    const answer = policyToJson(policy);
    if (answer.type === 'failure') throw new PolicyError(messagesOf(answer.errors));
    return ruleOf(policy, answer.json, index);
  });
}

/**
 * @param {readonly Rule[]} rules
 * @param {readonly import('headgate/node').Manifest[]} manifests
 */
function findSchemaProblems(rules, manifests) {
  const answer = validate({
    schema: toCedarSchema(manifests),
    policies: { staticPolicies: toPolicies(rules) },
    validationSettings: { mode: 'strict' },
  });
  if (answer.type === 'failure') return messagesOf(answer.errors);
  // A rule that can never apply is most likely one that was meant to.
  return [...answer.validationErrors, ...answer.validationWarnings].map(
    ({ policyId, error }) => `${policyId}: ${error.message}${error.help === null ? '' : ` (${error.help})`}`,
  );
}

/**
 * By their own names: without them, Cedar calls the rules of a file `policy0`, `policy1`, whatever their `@id` says.
 *
 * @param {readonly Rule[]} rules
 */
function toPolicies(rules) {
  return Object.fromEntries(rules.map(({ name, text }) => [name, text]));
}

/**
 * @param {string} name
 * @param {string} role
 * @param {Action} action
 * @param {Resource} resource
 */
function askCedar(name, role, action, resource) {
  return statefulIsAuthorized({
    principal: { type: 'Role', id: role },
    action: { type: 'Action', id: action },
    resource: toUid(resource),
    context: {},
    preparsedPolicySetId: name,
    entities: toEntities(resource),
  });
}

/** @type {Decision} */
const denied = { isAllowed: false, rules: [], smallestGroup: Number.POSITIVE_INFINITY, mask: 'hidden' };

/**
 * A rule that cannot be evaluated may be a `forbid`, which Cedar would pass over: then nothing is allowed.
 *
 * @param {import('@cedar-policy/cedar-wasm').AuthorizationAnswer} answer
 * @param {ReadonlyMap<string, Rule>} ruleByName
 * @returns {Decision}
 */
function toDecision(answer, ruleByName) {
  if (answer.type !== 'success' || answer.response.diagnostics.errors.length > 0) return denied;
  if (answer.response.decision !== 'allow') return denied;
  const names = answer.response.diagnostics.reason;
  const rules = names.flatMap((name) => ruleByName.get(name) ?? []);
  return {
    isAllowed: rules.length > 0,
    rules: names,
    smallestGroup: Math.max(...rules.map(({ smallestGroup }) => smallestGroup)),
    mask: rules.every(({ mask }) => mask === 'start') ? 'start' : 'hidden',
  };
}

/** @param {readonly { message: string }[]} errors */
function messagesOf(errors) {
  return errors.map(({ message }) => message);
}
