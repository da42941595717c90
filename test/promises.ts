/**
 * What Headgate promises, and which tests try to break it. `test/README.md` is printed from here and from the names of the
 * tests; a test fails where it is out of date, or where a file with tests belongs nowhere.
 */
export interface Promised {
  readonly id: string;
  readonly title: string;
  /** What a test of it tries. */
  readonly attempts: string;
  /** By the path of the file from `test/`; one file may stand by several promises. */
  readonly files: readonly RegExp[];
}

export const PROMISES: readonly Promised[] = [
  {
    id: 'P1',
    title: 'Closed',
    attempts:
      'Get something written or sent before the conditions of an event are met, by every source and every state.',
    files: [
      /zero-touch|prerender|\/hold\.|\/decide\.|\/law\.|\/scope-of\.|script-configuration|merge-consent|\/consent\.test|create-consent|consent-sources\.property/,
      /^dom\/(sources|consent)\/|^dom\/(tcf|gpp|us-privacy|google-consent-mode|global-privacy-control|gpc)|prebid/,
      /browser\/sources\/|set-up|source-contract|emit-consent-mode/,
    ],
  },
  {
    id: 'P2',
    title: 'Asked twice',
    attempts:
      'Let an event travel under a consent, or to a recipient or region, that holds no more when its request starts.',
    files: [/consent-checks|send-batch|recipients|regions|residency|find-region|script-endpoints/],
  },
  {
    id: 'P3',
    title: 'Withdrawn means gone',
    attempts: 'Keep, send or bring back what was withdrawn: in this tab, another one, after a crash, from the disk.',
    files: [
      /quick-start|withdraw|core\/(intake|preparation)\.|random-walks|between-pages|\/wipe\.|void-epochs|\/sweep\.|\/tabs\.|manual\.dom|scenarios\/(withdrawals?|tabs)/,
    ],
  },
  {
    id: 'P4',
    title: 'Accounted for',
    attempts:
      'Lose an event, count it twice, or acknowledge what did not arrive: by faults of disk, network, tabs and collectors.',
    files: [
      /schedule\.property|crash|create-ledger|\/status\.|backlog|backoff|failing-collector|faulty-event|\/tabs\.|claim-chunks|second-database/,
      /event-store|\/transaction\.|\/chunk\.|\/storage\.|leaving|core\/engine|known-faults|receipts|proved-consent|uuid|collector-contract|reliability/,
      /unit\/collectors\/|dom\/collectors\/|browser\/collectors\.|scenarios\/|smaller-batches|pack-events/,
    ],
  },
  {
    id: 'P5',
    title: 'Declared only',
    attempts: 'Get an undeclared field, or a protected one in clear, out of the page: through every input there is.',
    files: [
      /select-fields|protect-fields|plain-data|fields-agree|manifest-compile|canaries|encryption|\/vault\.|subject|device-secret|collector\/device|tag-event|data-layer|zigpoll/,
      /attributes|journeys|magento-events|events\/magento|browser-and-receiver|open-sealed|tags-hotjar/,
    ],
  },
  {
    id: 'P6',
    title: 'Harmless guest',
    attempts:
      'Make it throw, wait, evaluate, leave a global, or trust a frame: in hostile pages, policies and sandboxes.',
    files: [
      /safety|sandbox|script-tag|script-pair|script-file|forbidden-code|bridge|protocol|on-a-server|snippets|magento-module/,
      /events\/tags|browser\/tags\.|react\.dom/,
    ],
  },
  {
    id: 'P7',
    title: 'Small',
    attempts: 'Make a page load more than is printed, or more than it imports.',
    files: [/package\/documents|tree-shaking|table-size|built-files/],
  },
  {
    id: 'P8',
    title: 'Its own',
    attempts: 'Let another application, release, tab or frame send, read, purge or count an event that is not its own.',
    files: [/applications|\/tabs\.|bridge/],
  },
];

/** Tests of what is no promise of the README. */
export const OTHERS: readonly { readonly title: string; readonly files: readonly RegExp[] }[] = [
  {
    title: 'The command, the plugin and what receivers check',
    files: [/unit\/node\/|browser\/(build|plugin|report|verification-report|verify)\./],
  },
  {
    title: 'What the console says, the inspector, and pages of ours',
    files: [/dom\/debug\/|browser\/(accessibility|inspect|inspector)\.|core\/watch|unit\/inspector\//],
  },
  { title: 'The reference collector', files: [/unit\/collector\//] },
  { title: 'Real receivers', files: [/interop/] },
  { title: 'Other trackers', files: [/unit\/conform\/|browser\/conform\./] },
  { title: 'Frameworks', files: [/unit\/frameworks\//] },
  { title: 'The package, its documents and its supply chain', files: [/^package\//] },
  { title: 'What the tests themselves stand on', files: [/support\/|\.engines\.test/] },
];
