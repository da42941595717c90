/**
 * What is mutated: the code that decides whether something may leave; and by which tests it has to be noticed: those that
 * ask this very code, and few of them, because a mutant takes as long as its tests. The sources are adapters, which have a
 * contract of their own against the real platforms.
 *
 * @type {Readonly<Record<string, { mutate: string[], tests: string[] }>>}
 */
export const GROUPS = {
  gate: { mutate: ['src/gate/*.ts'], tests: ['test/unit/core/decide.test.ts'] },
  bridge: { mutate: ['src/bridge/protocol.ts'], tests: ['test/unit/core/{protocol,protocol-kinds}.test.ts'] },
  consent: {
    mutate: ['src/consent/{create-consent,merge,law,find-region}.ts'],
    tests: ['test/unit/core/{create-consent,merge-consent,law,find-region}.test.ts'],
  },
  page: {
    mutate: ['src/consent/*.ts', '!src/consent/{create-consent,merge,law,find-region,withdrawals,page-epochs}.ts'],
    tests: ['test/dom/emit-consent-mode.dom.test.ts', 'test/dom/consent/*.dom.test.ts'],
  },
  device: {
    mutate: ['src/storage/{chunk,transaction,vault}.ts'],
    tests: ['test/unit/storage/{chunk,transaction,vault}.test.ts'],
  },
  buffer: {
    mutate: [
      'src/consent/{withdrawals,page-epochs}.ts',
      'src/storage/{create-event-store,database,claim-chunks,wipe}.ts',
    ],
    tests: ['test/unit/storage/{event-store,claim-chunks,second-database,sweep,void-epochs,wipe,withdrawals}.test.ts'],
  },
  intake: { mutate: ['src/intake/*.ts'], tests: ['test/unit/core/*.test.ts'] },
  delivery: { mutate: ['src/delivery/*.ts'], tests: ['test/unit/core/*.test.ts'] },
  instance: { mutate: ['src/instance/*.ts'], tests: ['test/unit/core/*.test.ts'] },
};
