import type { RulePage } from '../manifest-rules/rule.js';

/** The pages of what `headgate verify` finds on a site. */
export const verifyRules = {
  beforeChoice: {
    id: 'HG201',
    title: 'A tracker is asked before the visitor chose',
    rule: 'consent comes before the tracker, GDPR Art. 6(1)(a), 7; ePrivacy Art. 5(3)',
    remedy: 'Load it by consent category, after the choice.',
  },
  afterRejection: {
    id: 'HG202',
    title: 'A tracker is asked although the visitor rejected',
    rule: 'a refusal binds from that moment, GDPR Art. 7(1), 7(4); ePrivacy Art. 5(3)',
    remedy: 'Look at the stack: what starts it does not ask the consent platform.',
  },
  afterWithdrawal: {
    id: 'HG203',
    title: 'A tracker is asked after consent was withdrawn',
    rule: 'a withdrawal ends the processing, GDPR Art. 7(3)',
    remedy:
      'Stop what was started under the consent: queues, timers, service workers, and what waits for the page to be hidden.',
  },
  despiteSignal: {
    id: 'HG204',
    title: 'A tracker is asked although the browser sends Global Privacy Control',
    rule: 'the signal is an objection or an opt-out, GDPR Art. 21(5); CCPA § 1798.135',
    remedy: 'Let the consent platform read navigator.globalPrivacyControl, as the source `gpc` does.',
  },
  shadowFlow: {
    id: 'HG205',
    title: 'A recipient that the manifest does not name',
    severity: 'warning',
    rule: 'every flow has a basis, a recipient and an agreement, GDPR Art. 13(1)(e), 28, 30(1)(d)',
    remedy: 'Declare the recipient as a collector, or remove what sends to it.',
  },
  unknownParty: {
    id: 'HG206',
    title: 'Another party of which nobody knows what it does is asked without consent',
    severity: 'warning',
    rule: 'whoever is asked gets address and time of the visitor, GDPR Art. 5(1)(c), 13(1)(e)',
    remedy: 'Find out who it is. A host of the site itself is named by --own HOST.',
  },
  otherParty: {
    id: 'HG207',
    title: 'Another party is asked without consent',
    severity: 'note',
    rule: 'whoever is asked gets address and time of the visitor, GDPR Art. 13(1)(e), 44',
    remedy: 'Serve fonts, scripts and pictures from the site itself, or name the recipient in the notice.',
  },
  writtenWithoutConsent: {
    id: 'HG208',
    title: 'Another party writes to the device without consent',
    rule: 'what is stored on the device needs consent unless it is strictly necessary, ePrivacy Art. 5(3)',
    remedy: 'Load what writes it by consent category, after the choice.',
  },
  leftAfterWithdrawal: {
    id: 'HG209',
    title: 'What another party wrote under a consent is still on the device after its withdrawal',
    severity: 'warning',
    rule: 'after a withdrawal nothing is read from or kept on the device for it, GDPR Art. 7(3), 17(1)(b)',
    remedy: 'Let the consent platform clear it, or delete it where the withdrawal is handled.',
  },
  personalDataSent: {
    id: 'HG210',
    title: 'What the visitor typed reaches another party',
    rule: 'a hash of an e-mail address is personal data, GDPR Art. 4(1), 4(5), 5(1)(c)',
    remedy: 'Leave it out. Where it has to be sent, declare the field with its data category, tier and protection.',
  },
  personalDataInAddress: {
    id: 'HG211',
    title: 'What the visitor typed stands in an address of the site',
    severity: 'warning',
    rule: 'addresses go into logs, histories and referrers, GDPR Art. 5(1)(f), 32',
    remedy: 'Send forms by POST.',
  },
  personalDataStored: {
    id: 'HG212',
    title: 'What the visitor typed is stored on the device',
    severity: 'warning',
    rule: 'what is stored needs consent unless it is strictly necessary, ePrivacy Art. 5(3); GDPR Art. 5(1)(e)',
    remedy: 'Keep it in page memory, or for as short as the form needs it.',
  },
  eventUndeclared: {
    id: 'HG213',
    title: 'An event of Headgate is not what the manifest declares',
    rule: 'only declared events and fields leave, under the tier and basis that are declared, GDPR Art. 5(1)(b), 5(1)(c)',
    remedy: 'Build the page with the manifest that is reviewed.',
  },
  eventToOthers: {
    id: 'HG214',
    title: 'An event of Headgate goes to a recipient that it does not name',
    rule: 'an event goes to the recipients that the manifest names and to no other, GDPR Art. 28, 30(1)(d)',
    remedy: 'Compare the addresses of the collectors with the manifest.',
  },
  eventWithoutConsent: {
    id: 'HG215',
    title: 'An event of Headgate that rests on consent leaves without one',
    rule: 'no consent, no processing that rests on it, GDPR Art. 6(1)(a), 7(3)',
    remedy: 'Compare what the page tells its consent sources with what the visitor chose.',
  },
  notAnswered: {
    id: 'HG220',
    title: 'The consent banner could not be answered',
    severity: 'warning',
    rule: 'what was not tried is not shown',
    remedy: 'Say in a journey file what is to be clicked, or "banner": "none" where the site asks for nothing.',
  },
  noWayBack: {
    id: 'HG221',
    title: 'No way to withdraw was found',
    severity: 'warning',
    rule: 'to withdraw is as easy as to give, GDPR Art. 7(3)',
    remedy: 'Put a link to the consent settings on every page, or say in a journey file where it is.',
  },
  stepFailed: {
    id: 'HG222',
    title: 'A step of the journey could not be done',
    severity: 'warning',
    rule: 'what was not tried is not shown',
    remedy: 'Compare the step with the page’s picture in the report.',
  },
} as const satisfies { readonly [name: string]: RulePage };
