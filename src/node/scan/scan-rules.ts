import type { RulePage } from '../manifest-rules/rule.js';

/** The pages of what `headgate scan` finds in code. A reason stands in a comment: `headgate-accept HG106: the reason`. */
export const scanRules = {
  undeclaredEvent: {
    id: 'HG101',
    title: 'A call of an event that is not declared',
    rule: 'only declared events leave: this one is refused, GDPR Art. 5(1)(b)',
    remedy: 'Correct the name, or declare the event.',
  },
  undeclaredField: {
    id: 'HG102',
    title: 'A field that the event does not declare',
    rule: 'only declared fields leave: this one is left out, GDPR Art. 5(1)(c)',
    remedy: 'Correct the name, declare the field, or do not pass it.',
  },
  missingField: {
    id: 'HG103',
    title: 'A field that the event needs and the call does not pass',
    rule: 'the event is refused without it',
    remedy: 'Pass the field, or declare it optional.',
  },
  wrongValue: {
    id: 'HG104',
    title: 'A value that its field does not take',
    rule: 'the event is refused with it',
    remedy: 'Pass a value as the manifest declares it.',
  },
  neverCalled: {
    id: 'HG105',
    title: 'A declared event that nothing calls',
    severity: 'warning',
    rule: 'the inventory lists what is collected, GDPR Art. 30(1)(c)',
    remedy: 'Remove the event, or scan the paths where it is called.',
  },
  vendorCall: {
    id: 'HG106',
    title: 'A tracking call that bypasses the gate',
    severity: 'warning',
    rule: 'every flow has a basis, a recipient and an agreement, GDPR Art. 6, 28, 30; ePrivacy Art. 5(3)',
    remedy: 'Declare an event and let a collector forward it, or load the tracker by consent category.',
  },
  vendorScript: {
    id: 'HG107',
    title: 'A tracker that is loaded outside the gate',
    severity: 'warning',
    rule: 'what it stores and sends waits for nobody, GDPR Art. 28; ePrivacy Art. 5(3)',
    remedy: 'Load it by consent category: <script type="text/plain" data-headgate-category="…" src="…">.',
  },
  unreadable: {
    id: 'HG108',
    title: 'Code that cannot be parsed',
    severity: 'warning',
    rule: 'what is not read is not checked',
    remedy: 'Mend the syntax, or leave the file out by --exclude.',
  },
  dynamicName: {
    id: 'HG109',
    title: 'An event whose name is only known at run time',
    severity: 'note',
    rule: 'nothing can be said of it before it happens',
    remedy: 'Call each event by its name.',
  },
  undeclaredCategory: {
    id: 'HG110',
    title: 'A consent category that is not declared',
    rule: 'a tag of this category never starts',
    remedy: 'Correct the name, or declare the category.',
  },
  untraced: {
    id: 'HG111',
    title: 'A call of `track` of which nobody can tell whose it is',
    severity: 'note',
    rule: 'it may be Headgate, or a tracker past the gate',
    remedy: 'Call Headgate by its name, or import it where it is called.',
  },
  unread: {
    id: 'HG112',
    title: 'Files that were not read',
    severity: 'note',
    rule: 'what is not read is not checked: none of it can be said to be called by nothing',
    remedy: 'Look at these files by hand, or leave them out by --exclude.',
  },
} as const satisfies { readonly [name: string]: RulePage };
