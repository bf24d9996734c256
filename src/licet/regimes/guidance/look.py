"""The look of the static site: the house style in one small file."""

STYLE = """\
:root { --ink: #14212b; --quiet: #48565f; --line: #d5dcdf; --brand: #0c4a54; --wash: #f3f6f6; }
* { box-sizing: border-box; }
html { font: 400 1.0625rem/1.55 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; color: var(--ink); }
body { margin: 0; overflow-wrap: anywhere; }
main, .trail, footer p, .masthead p { max-width: 860px; margin: 0 auto; padding: 0 18px; }
main { padding-block: 12px 32px; }
h1, h2 { font-family: "Iowan Old Style", Charter, Georgia, "Noto Serif", "Liberation Serif", serif; line-height: 1.25; }
h1 { font-size: clamp(1.6rem, 1.2rem + 1.6vw, 2.2rem); }
article h2 { font: 700 1.125rem/1.35 inherit; font-family: inherit; margin: 0 0 4px; }
article p { margin: 0 0 6px; }
.masthead { background: var(--brand); color: #fff; }
.masthead p { padding-block: 12px; font: 700 1.2rem/1.2 Georgia, serif; }
.trail { padding-block: 12px 0; font-size: .9375rem; }
a { color: #0a5a66; text-underline-offset: .15em; }
a:hover { text-decoration-thickness: 2px; }
a:focus, summary:focus { outline: 3px solid #14212b; outline-offset: 1px; background: #ffc53d; color: var(--ink); }
.trail a, .contents a, .law a, .card a, li > a, summary { display: inline-block; min-height: 24px; }
.skip { position: absolute; left: -999px; }
.skip:focus { position: static; display: block; padding: 8px 18px; }
.lede { color: var(--quiet); font-size: 1.15rem; }
.law { font-style: normal; font-size: .9rem; color: var(--quiet); }
.law::before { content: "\\00a7\\00a0"; }
.unverified { background: #faecc8; color: #5a4006; padding: 0 6px; border-radius: 2px; font-size: .8125rem; white-space: nowrap; }
.govuk-tag { background: #e4eaec; color: #24343d; font-size: .8125rem; font-weight: 600; padding: 2px 8px; border-radius: 2px; }
.rule { border-top: 1px solid var(--line); padding: 12px 0; }
.plain { list-style: none; padding: 0; margin: 0; }
.says { margin-bottom: 5px; }
ul ul { padding-inline-start: 1.15em; }
.empty { border: 1px dashed #9fb0b6; padding: 12px 16px; color: var(--quiet); }
.contents { columns: 2 16rem; padding-inline-start: 1.1em; }
.cards { list-style: none; padding: 0; display: grid; gap: 18px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
.card { border: 1px solid var(--line); border-top: 4px solid var(--brand); padding: 12px 16px; }
.card h2 { margin: 0 0 6px; font-size: 1.15rem; }
.mono { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85em; }
.diagram { max-width: 100%; height: auto; display: block; margin: 16px 0; font-family: inherit; }
.diagram a:focus { outline: none; }
.diagram a:focus rect { stroke: #14212b; stroke-width: 4; fill: #ffc53d; }
.diagram a:focus text { fill: #14212b; }
.diagram a:hover text { text-decoration: underline; }
details { margin: 12px 0; }
summary { cursor: pointer; color: #0a5a66; }
footer { background: var(--wash); border-top: 3px solid var(--brand); color: var(--quiet); font-size: .875rem; padding-block: 14px; }
@media print { .masthead, .trail, .skip { display: none; } .rule { break-inside: avoid; } }
"""
