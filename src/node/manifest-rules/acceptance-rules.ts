import type { RulePage } from './rule.js';

/** The pages of what is wrong with an acceptance. */
export const acceptanceRules = {
  unknownRule: {
    id: 'HG080',
    title: 'An acceptance of a rule that does not exist',
    severity: 'warning',
    rule: 'it would accept nothing',
    remedy: 'Correct the id, or remove the acceptance.',
  },
  acceptsNothing: {
    id: 'HG081',
    title: 'An acceptance of nothing',
    severity: 'warning',
    rule: 'a reason for something that is not there misleads a reader, and would hide what comes later',
    remedy: 'Remove the acceptance.',
  },
  notAcceptable: {
    id: 'HG082',
    title: 'An acceptance of what no reason can mend',
    rule: 'the SDK would act wrongly, whatever the reason',
    remedy: 'Mend what the rule finds.',
  },
} as const satisfies { readonly [name: string]: RulePage };
