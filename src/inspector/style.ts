/**
 * The overlay's own style, in its own tree: nothing of the page's reaches it but what is inherited, and that is reset. What is
 * marked as important wins over a page that styles every element.
 */
export const STYLE = `
:host {
  all: initial !important;
  display: block !important;
  position: fixed !important;
  inset: auto 0 0 auto !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
  background: none !important;
  width: min(30rem, 100vw) !important;
  max-width: 100vw !important;
  height: auto !important;
  overflow: visible !important;
  z-index: 2147483647 !important;
  color-scheme: light dark !important;
  --ground: #fff; --raised: #f1f3f6; --text: #16202e; --quiet: #4d5a6b; --line: #c5ccd6; --accent: #1d4ed8;
  --good: #dff3e4; --wait: #fdf0cf; --bad: #fbdfdf;
  font: 14px/1.45 system-ui, sans-serif !important;
}
@media (prefers-color-scheme: dark) {
  :host {
    --ground: #12181f; --raised: #1d2630; --text: #e8edf3; --quiet: #a9b5c3; --line: #3b4756; --accent: #8ab4ff;
    --good: #17402a; --wait: #4a3a10; --bad: #54242a;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
aside { display: flex; flex-direction: column; height: min(38rem, 100vh); background: var(--ground); color: var(--text);
  border: 1px solid var(--line); border-radius: 10px 10px 0 0; box-shadow: 0 4px 28px #0006; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding: 10px 12px 6px; }
h2 { flex: 1; min-width: 0; font-size: 15px; line-height: 1.2; margin: 0; }
h3 { font-size: 14px; margin: 16px 0 4px; }
h4 { font-size: 13px; margin: 12px 0 2px; }
p { margin: 4px 0 8px; }
.status { flex-basis: 100%; color: var(--quiet); margin: 0; order: 1; }
button { font: inherit; color: var(--text); background: var(--raised); border: 1px solid var(--line); border-radius: 6px;
  padding: 4px 10px; min-height: 28px; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[role=tablist] { display: flex; gap: 2px; padding: 0 12px; border-bottom: 1px solid var(--line); overflow-x: auto; }
[role=tab] { border: 0; border-radius: 6px 6px 0 0; background: none; padding: 6px 10px; color: var(--quiet); }
[role=tab]:focus-visible { outline-offset: -2px; }
[role=tab][aria-selected=true] { color: var(--text); font-weight: 600; box-shadow: inset 0 -3px var(--accent); }
[role=tabpanel] { flex: 1; overflow: auto; padding: 8px 12px 16px; overscroll-behavior: contain; }
[role=tabpanel]:focus-visible { outline-offset: -3px; }
.open { display: block; margin: 0 12px 12px auto; box-shadow: 0 2px 12px #0005; }
ol.events { list-style: none; margin: 0; padding: 0; }
.events li { border-bottom: 1px solid var(--line); padding: 6px 0; }
summary { cursor: pointer; }
.events summary { display: flex; flex-wrap: wrap; gap: 2px 6px; align-items: baseline; }
.events summary::before { content: '\\25B8'; color: var(--quiet); }
.events [open] > summary::before { content: '\\25BE'; }
.name { font-weight: 600; overflow-wrap: anywhere; }
time { margin-left: auto; color: var(--quiet); font-variant-numeric: tabular-nums; }
.why { flex-basis: 100%; color: var(--quiet); padding-left: 14px; }
.badge { background: var(--raised); border-radius: 4px; padding: 0 6px; white-space: nowrap; }
.allowed, .delivered, .granted { background: var(--good); }
.held, .buffered, .undecided { background: var(--wait); }
.refused, .denied, .rejected, .dropped, .expired, .purged { background: var(--bad); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 8px 0 8px 14px; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 4px 0 8px; }
caption { text-align: left; color: var(--quiet); padding: 2px 0; }
th, td { text-align: left; vertical-align: top; padding: 3px 8px 3px 0; border-bottom: 1px solid var(--line);
  font-weight: 400; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
thead th { color: var(--quiet); }
pre, textarea { font: 12px/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0;
  background: var(--raised); color: var(--text); padding: 8px; border-radius: 6px; }
textarea { display: block; width: calc(100% - 24px); height: 10rem; margin: 0 12px 8px; border: 1px solid var(--line); }
a { color: var(--accent); }
ul { margin: 4px 0; padding-left: 18px; }
@media (max-width: 40rem) { aside { height: min(34rem, 70vh); border-radius: 10px 10px 0 0; } }
`;
