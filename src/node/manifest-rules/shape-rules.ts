import type { RulePage } from './rule.js';

/** The pages of what is wrong before any rule can look at it. */
export const shapeRules = {
  notJson: {
    id: 'HG001',
    title: 'A text that is not JSON',
    rule: 'RFC 8259',
    remedy: 'Mend the text at the place that is named. Comments and trailing commas are allowed.',
  },
  repeatedKey: {
    id: 'HG002',
    title: 'A key that an object has twice',
    rule: 'the last one would silently win, RFC 8259 section 4',
    remedy: 'Remove one of them.',
  },
  unknownKey: {
    id: 'HG003',
    title: 'A key that does not exist',
    rule: 'a key that Headgate does not know would silently do nothing',
    remedy: 'Correct the key, or remove it.',
  },
  wrongShape: {
    id: 'HG004',
    title: 'A value of the wrong shape',
    rule: 'the shape of a manifest',
    remedy: 'Write what is expected. The JSON Schema completes and checks it in an editor.',
  },
  privateKey: {
    id: 'HG005',
    title: 'A private key in the manifest',
    rule: 'the manifest is public',
    remedy: 'Remove "d" and make a new key pair: the old one has been read.',
  },
  unknownSource: {
    id: 'HG018',
    title: 'A consent source that does not exist',
    rule: 'what Headgate has no adapter for cannot be put into a build',
    remedy: 'Correct the name. A source of your own is handed to `createHeadgate` in code.',
  },
} as const satisfies { readonly [name: string]: RulePage };
