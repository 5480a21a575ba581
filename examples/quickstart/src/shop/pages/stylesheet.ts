/** The look of all pages, light and dark. */
export const STYLESHEET = `
:root { color-scheme: light dark; --ink: #1d2733; --paper: #f7f5f0; --card: #fff; --line: #ddd6c8;
  --accent: #9a5b13; --bad: #b3261e; --good: #2e6b3a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e4da; --paper: #151b22; --card: #1e2630;
  --line: #34404d; --accent: #e0a458; --bad: #f2877f; --good: #86c795; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; padding: .8rem 1.2rem;
  border-bottom: 1px solid var(--line); }
header form { flex: 1; }
header input { width: 100%; max-width: 18rem; }
.brand { font-weight: 700; font-size: 1.1rem; text-decoration: none; }
a { color: var(--accent); }
main { max-width: 62rem; margin: 0 auto; padding: 1.2rem; min-height: 60vh; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem;
  padding: 0; list-style: none; }
.cards a { display: flex; flex-direction: column; padding: 1rem; border: 1px solid var(--line);
  border-radius: .6rem; background: var(--card); color: inherit; text-decoration: none; }
.cards a:hover { border-color: var(--accent); }
.glyph { font-size: 3rem; line-height: 1.3; }
.product { display: flex; gap: 2rem; flex-wrap: wrap; } .product .glyph { font-size: 7rem; }
input, button { font: inherit; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--card); color: inherit; }
button { background: var(--accent); border-color: var(--accent); color: var(--paper); cursor: pointer; }
table { border-collapse: collapse; margin-bottom: 1rem; } td { padding: .4rem 1rem .4rem 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.total { border-top: 1px solid var(--line); font-weight: 700; }
.fault { display: flex; gap: .8rem; align-items: center; flex-wrap: wrap; max-width: 62rem;
  margin: 0 auto; padding: 1rem 1.2rem; border-top: 1px solid var(--line); }
.broken span { color: var(--bad); font-weight: 700; } .sound span { color: var(--good); }
`;
