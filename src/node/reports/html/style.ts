/** The report's one style sheet. Colours are pairs that keep 4.5:1 on both grounds; none carries a meaning alone. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --sheet: #ffffff; --ink: #1c2430; --quiet: #566174; --line: #d9dee6;
  --head: #eef1f5; --accent: #17557f; --good: #1d6b3f; --good-ground: #e3f3e9; --note: #7a4d00; --note-ground: #fdf0d5;
  --bad: #9f1d2b; --bad-ground: #fbe4e6; --anonymous: #4d6a5f; --anonymous-ground: #e6efeb; --pseudonymous: #1f5a9b;
  --pseudonymous-ground: #e2edf9; --personal: #8a5200; --personal-ground: #fcefd8; --sensitive: #a01f4c; --sensitive-ground: #fbe3ec; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #11151b; --sheet: #181e26; --ink: #e5e9ef; --quiet: #a3aebd;
  --line: #313b48; --head: #212934; --accent: #8cc4ec; --good: #8fd6ab; --good-ground: #163524; --note: #f0c77a;
  --note-ground: #3a2c0f; --bad: #f5a3ab; --bad-ground: #451a20; --anonymous: #a9c9bc; --anonymous-ground: #22332c;
  --pseudonymous: #9cc6f3; --pseudonymous-ground: #1a3149; --personal: #f0c27c; --personal-ground: #3b2b10;
  --sensitive: #f5a5c1; --sensitive-ground: #451a2b; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--accent); text-underline-offset: 2px; text-decoration-thickness: 1px; }
a code { text-underline-offset: 4px; } a:has(code) { text-underline-offset: 4px; text-decoration-color: var(--line); } a:has(code):hover { text-decoration-color: currentColor; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 2; }
main { width: 100%; min-width: 0; max-width: 1360px; margin: 0 auto; padding: 1.5rem 2rem 3rem; } main:focus { outline: none; }
nav { padding: 1.25rem 1rem; border-bottom: 1px solid var(--line); background: var(--sheet); font-size: .875rem; }
nav ol { list-style: none; margin: 0; padding: 0; } nav ol ol { padding: .1rem 0 .5rem .9rem; }
nav a { display: block; padding: .12rem .4rem; text-decoration: none; border-radius: 4px; } nav a:hover { background: var(--head); text-decoration: underline; }
nav > ol > li > a { font-weight: 600; color: var(--ink); }
@media (max-width: 1099px) { nav ol ol { display: none; } nav > ol { display: flex; flex-wrap: wrap; gap: .25rem .75rem; } }
@media (min-width: 1100px) { body { display: grid; grid-template-columns: 250px minmax(0, 1fr); }
  nav { border-bottom: 0; border-right: 1px solid var(--line); position: sticky; top: 0; height: 100vh; overflow-y: auto; } }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; letter-spacing: -.01em; } h2 { font-size: 1.4rem; margin: 0 0 .25rem; line-height: 1.25; }
h1, h2, h3, dt, .figures li { hyphens: auto; overflow-wrap: break-word; } .figures li { min-width: 0; } h3 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; } h3::first-letter, nav a::first-letter { text-transform: uppercase; }
section, .head { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1.5rem 1.75rem; margin: 0 0 1.5rem; }
.intro { margin: 0 0 1rem; color: var(--quiet); max-width: 75ch; }
code { font: .86em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; } .hash { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .875rem; } 
caption { text-align: left; color: var(--quiet); padding: 0 0 .4rem; font-size: .8125rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .65rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--head); font-weight: 600; vertical-align: bottom; } tbody th { font-weight: 400; min-width: 9.5rem; } tbody th > code, tbody th a > code { font-weight: 600; }
#rules + .scroll td:nth-of-type(3) { min-width: 10rem; } tr:target > *, article:target { background: var(--note-ground); }
td ul, dd ul { margin: 0; padding: 0; list-style: none; } ul.inline li { display: inline-block; margin: 0 .55rem .15rem 0; } ul.fields li { margin: 0 0 .3rem; }
td .article { white-space: nowrap; } .title, .more { display: block; color: var(--quiet); font-size: .8125rem; line-height: 1.4; } .title { color: var(--ink); } .shape { color: var(--quiet); font-size: .8125rem; } .none { color: var(--quiet); }
.chip { display: inline-block; padding: .05rem .5rem; border-radius: 99px; font-size: .75rem; line-height: 1.5; border: 1px solid currentColor; white-space: nowrap; }
td .chip { white-space: normal; border-radius: 10px; } .chip.plain { color: var(--quiet); } .chip.good { color: var(--good); background: var(--good-ground); }
.chip.note { color: var(--note); background: var(--note-ground); } .chip.bad { color: var(--bad); background: var(--bad-ground); }
.chip.tier-anonymous { color: var(--anonymous); background: var(--anonymous-ground); } .chip.tier-pseudonymous { color: var(--pseudonymous); background: var(--pseudonymous-ground); }
.chip.tier-personal { color: var(--personal); background: var(--personal-ground); } .chip.tier-sensitive { color: var(--sensitive); background: var(--sensitive-ground); }
dl { margin: 0; } dd { margin: 0; } .facts div { display: grid; grid-template-columns: 12.5rem minmax(0, 1fr); gap: .75rem; padding: .22rem 0; } dt { color: var(--quiet); }
.legend div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); padding: .12rem 0; font-size: .875rem; } 
.figures { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; padding: 0; }
.figures li { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; font-size: .8125rem; color: var(--quiet); line-height: 1.35; } .figures strong { display: block; color: var(--ink); font-size: 1.35rem; line-height: 1.25; }
.measures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: .9rem 1.75rem; } .measures dt { color: var(--ink); font-weight: 600; } .measures dd { font-size: .875rem; } .article { color: var(--quiet); font-weight: 400; font-size: .8125rem; display: block; }
.activities { display: grid; grid-template-columns: repeat(auto-fill, minmax(29rem, 1fr)); gap: 1rem; margin-top: 1rem; } article { border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.1rem; font-size: .875rem; } article h3 { margin: 0 0 .4rem; } article .facts div { grid-template-columns: 9rem minmax(0, 1fr); }
@media (max-width: 700px) { main { padding: 1rem; } .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); } section, .head { padding: 1rem; } .facts div, article .facts div { grid-template-columns: 1fr; gap: 0; } .activities { grid-template-columns: 1fr; } }
figure { margin: 0 0 .75rem; } figcaption { font-size: .8125rem; color: var(--quiet); margin-top: .5rem; } summary { cursor: pointer; color: var(--accent); }
svg { display: block; max-width: 100%; min-width: 860px; height: auto; font: 12px system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
svg .column { fill: var(--quiet); font-size: 12px; font-weight: 600; } .box rect { fill: var(--head); stroke: var(--line); } .box .name { fill: var(--ink); font-weight: 600; } .box .note { fill: var(--quiet); font-size: 11px; } .box:hover rect, .box:focus-visible rect { stroke: var(--accent); stroke-width: 2; } .box:hover .name { text-decoration: underline; } .box.transfer rect { stroke: var(--note); stroke-width: 1.5; stroke-dasharray: 5 3; }
.band { fill-opacity: .32; stroke: none; } .band:hover { fill-opacity: .75; } .band.tier-anonymous { fill: var(--anonymous); } .band.tier-pseudonymous { fill: var(--pseudonymous); } .band.tier-personal { fill: var(--personal); } .band.tier-sensitive { fill: var(--sensitive); }
footer { color: var(--quiet); font-size: .8125rem; }
@page { size: A4 landscape; margin: 13mm 12mm 15mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9px sans-serif; } }
@media print { #rules + .scroll td:nth-of-type(3) { min-width: 0; } :root { font-size: 11px; color-scheme: light; --ground: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --line: #bbb; --head: #f0f0f0; --accent: #000; }
  body { display: block; font-size: 10.5px; print-color-adjust: exact; -webkit-print-color-adjust: exact; } nav, .skip, details, .jump { display: none; } .box .name { text-decoration: none; } main { padding: 0; max-width: none; }
  section, .head { border: 0; border-radius: 0; padding: 0; margin: 0 0 8mm; } section { break-before: auto; } h2 { break-after: avoid; } .scroll { overflow: visible; } svg { min-width: 0; width: 100%; max-height: 88mm; }
  table { font-size: 9.5px; } th, td { padding: 3px 5px; } thead { display: table-header-group; } tbody tr:first-child { break-before: avoid; } tr, .measures div, figure { break-inside: avoid; } .legend, .facts div, .intro { break-inside: avoid; } h2, h3, caption, .intro { break-after: avoid; } a { text-decoration: none; color: inherit; }
  .figures { grid-template-columns: repeat(8, 1fr); gap: 6px; } .figures strong { font-size: 14px; } .measures { grid-template-columns: repeat(3, 1fr); } .head .facts { columns: 2; } .activities { display: block; columns: 2; } article { margin: 0 0 4mm; box-decoration-break: clone; -webkit-box-decoration-break: clone; } article .facts div { grid-template-columns: 11rem minmax(0, 1fr); padding: 1px 0; } .title, .more, .shape, .chip { font-size: 8.5px; } tr:target > *, article:target { background: none; } }
`;
