/** The style of the report: one column that is read on a phone, in the colours that the reader prefers. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#14181f;--muted:#566070;--line:#dfe3e9;
--good:#0b7a43;--bad:#b3261e;--warn:#8a5a00;--good-bg:#dff3e7;--bad-bg:#fbe4e2;--warn-bg:#fbefd6;--code:#f0f2f5;--wait:#c98a1b}
@media(prefers-color-scheme:dark){:root{--bg:#0f1216;--card:#171b21;--text:#e7eaf0;--muted:#9aa5b5;--line:#2a313b;
--good:#5cd394;--bad:#ff8a80;--warn:#f0bf5f;--good-bg:#12321f;--bad-bg:#3d1917;--warn-bg:#35280c;--code:#1f252d;--wait:#d9a441}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.05rem;font-weight:600;margin:0;color:var(--muted)}
h2{font-size:.8rem;font-weight:600;color:var(--muted);margin:1.4rem 0 .4rem}
.verdict{font-size:1.7rem;line-height:1.2;font-weight:700;margin:.2rem 0 .3rem;letter-spacing:-.01em}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.muted{color:var(--muted)}
.levels{list-style:none;margin:1.2rem 0 1.4rem;padding:0;display:grid;gap:.3rem}
.levels li{display:grid;grid-template-columns:1.2rem minmax(0,12.5rem) 1fr 3.6rem;gap:.6rem;align-items:center;font-size:.875rem}
.levels b{font-weight:600;color:var(--muted)}
.meter{height:.5rem;border-radius:.25rem;background:var(--line);overflow:hidden}
.meter i{display:block;height:100%;background:var(--good)}
.levels .count{text-align:right;font-variant-numeric:tabular-nums;color:var(--muted)}
details{background:var(--card);border:1px solid var(--line);border-radius:.6rem;margin:.45rem 0}
details[open]{margin:.9rem 0}
summary{cursor:pointer;list-style:none;padding:.6rem .8rem;display:flex;flex-wrap:wrap;gap:.15rem .8rem;align-items:center}
@media(min-width:52rem){main>details>summary{display:grid;grid-template-columns:minmax(0,1fr) 4.5rem auto minmax(0,19rem)}main>details>summary .tag{justify-self:end}main>details>summary .times{text-align:left}}
summary::-webkit-details-marker{display:none}
summary:focus-visible{outline:2px solid var(--good);outline-offset:2px;border-radius:.6rem}
summary .name{font-weight:600;overflow-wrap:anywhere;flex:1 1 14rem;min-width:0}
summary .mark{width:1.1rem;font-weight:700;flex:none}
.head{display:flex;flex:1 1 16rem;min-width:0;gap:.4rem}
.times{font-size:.8rem;color:var(--muted);font-variant-numeric:tabular-nums;min-width:13.5rem;text-align:right}
.pips{display:flex;gap:3px;flex:none}
.pips i{width:1.15rem;height:1.15rem;border-radius:.25rem;font:600 .7rem/1.15rem system-ui,sans-serif;text-align:center;font-style:normal;
background:var(--line);color:var(--muted)}
.pips .passed{background:var(--good-bg);color:var(--good)}
.pips .failed{background:var(--bad-bg);color:var(--bad);outline:1px solid var(--bad)}
.pips .exempt{background:var(--warn-bg);color:var(--warn)}
.why{margin:-.2rem .8rem .7rem 2.3rem;color:var(--bad);font-size:.9rem;overflow-wrap:anywhere}
.body{border-top:1px solid var(--line);padding:0 .8rem 1rem}
pre,code{font:12.5px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--code);border-radius:.4rem;padding:.6rem .7rem;margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.875rem}
td,th{padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top;border-top:1px solid var(--line);overflow-wrap:anywhere}
tr:first-child td,tr:first-child th{border-top:0}
th{font-weight:500;white-space:nowrap}
td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;padding-right:0}
.bar{position:relative;height:1.9rem;margin:.4rem 0 .2rem;background:var(--code);border-radius:.4rem;overflow:hidden}
.bar i{position:absolute;top:0;bottom:0}
.bar .wait{background:var(--wait);opacity:.55}.bar .fire{background:var(--bad);opacity:.7}.bar .end{background:var(--good);opacity:.6}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.8rem;color:var(--muted);margin:0 0 .4rem}
.key i{display:inline-block;width:.7rem;height:.7rem;border-radius:.15rem;margin-right:.35rem;vertical-align:-.05rem}
.key .wait{background:var(--wait);opacity:.55}.key .fire{background:var(--bad);opacity:.7}.key .end{background:var(--good);opacity:.6}
.tag{font-size:.75rem;border:1px solid var(--line);border-radius:1rem;padding:0 .5rem;color:var(--muted);white-space:nowrap}
.message{margin:.35rem 0;border-radius:.4rem;background:var(--code)}
.message[open]{margin:.35rem 0}
.message summary{padding:.4rem .7rem;font-size:.875rem}
.message summary::before{content:'+';color:var(--muted);width:.7rem}
.message[open] summary::before{content:'−'}
.message pre{margin:0;border-top:1px solid var(--line);border-radius:0;max-height:26rem;overflow:auto}
td.time{white-space:nowrap;font-variant-numeric:tabular-nums}
table.steps td:first-child{width:2.2rem;white-space:nowrap}table.steps th{width:13rem}table.steps .number,table.hops .number{width:5rem}
table.hops th{width:7.5rem}table.hops .time{width:6.5rem}
footer{margin-top:1.6rem;font-size:.8rem;color:var(--muted)}
@media(max-width:34rem){.times{min-width:0;text-align:left;flex-basis:100%;padding-left:1.5rem}
summary>.tag{margin-left:1.5rem}.why{margin-left:.8rem}.levels li{grid-template-columns:1rem minmax(0,1fr) 3.4rem}.levels .meter{grid-column:2/4;grid-row:2}
table.steps,table.steps tbody,table.hops,table.hops tbody{display:block}
table.steps tr,table.hops tr{display:grid;grid-template-columns:1.9rem 1fr auto;column-gap:.4rem;border-top:1px solid var(--line);padding:.35rem 0}
table.hops tr{grid-template-columns:1fr auto 4.6rem}
table.steps tr:first-child,table.hops tr:first-child{border-top:0}table.steps td,table.steps th,table.hops td,table.hops th{border:0;padding:0;width:auto}
table.steps td.detail{grid-column:2/4;grid-row:2;color:var(--muted)}table.hops td.detail{grid-column:1/4;grid-row:2;color:var(--muted)}}
@media print{details{break-inside:avoid}body{background:#fff}}
`;
