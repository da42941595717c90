import { STYLE } from '../../reports/html/style.js';

/** The style sheet of the manifest's report, and what steps and pictures need beside it. */
export const VERIFICATION_STYLE = `${STYLE}
.verdict { font-size: 1.15rem; margin: 0 0 1rem; font-weight: 600; }
.finding { margin: 0 0 1rem; } .finding h3 { display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: baseline; }
.finding h4 { margin: .6rem 0 .2rem; font-size: .875rem; } .finding p { margin: .3rem 0; overflow-wrap: anywhere; } .finding ul { margin: .25rem 0 0; padding-left: 1.2rem; } .finding li { overflow-wrap: anywhere; }
.step { display: grid; grid-template-columns: minmax(0, 20rem) minmax(0, 1fr); gap: 1rem 1.5rem; padding: 1.1rem 0; border-top: 1px solid var(--line); }
.step h3 { margin: 0 0 .4rem; display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: baseline; } .step h4 { margin: .9rem 0 .3rem; font-size: .875rem; }
.step > *, .finding { min-width: 0; } .step img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; } .step figure { margin: 0; }
.step .address { color: var(--quiet); font-size: .8125rem; margin: 0 0 .5rem; overflow-wrap: anywhere; } td code, tbody th code, .calls, tbody th .more { overflow-wrap: anywhere; } td .chip { white-space: nowrap; }
.requests td:nth-child(2) { min-width: 14rem; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } .calls { color: var(--quiet); font-size: .8125rem; display: block; }
@media (max-width: 900px) { .step { grid-template-columns: minmax(0, 1fr); } .step figure { max-width: 24rem; } .requests td:nth-child(2) { min-width: 9rem; } }
@media print { .step { grid-template-columns: 55mm minmax(0, 1fr); break-inside: auto; } .step figure { break-inside: avoid; } .finding { break-inside: avoid; } .finding details { display: block; } }
`;
