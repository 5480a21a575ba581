import type { AlertProof, ProofLevel } from '@telltale/alerting';
import { plural } from '../../check/report/plural.ts';
import { LEVEL_NAMES, formatWork, isProvenTo, remarksOf, triedLevels } from '../report/proof-figures.ts';
import type { ProofRun } from '../report/proof-table.ts';
import { alertSection } from './alert-section.ts';
import { escapeHtml } from './escape-html.ts';
import { HTML_STYLE } from './html-style.ts';

/** What the page says of itself. */
export interface HtmlReportOptions {
  readonly service: string;
  /** Where messages went: `strict local sinks`, or `the real receivers`. */
  readonly sentTo: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** Nothing is loaded and nothing runs: what stands in the page is all there is. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** One file that shows how far every alert is proven: no scripts, no requests, for screen, phone and paper. */
export function htmlReport(run: ProofRun, { service, sentTo, atMs }: HtmlReportOptions): string {
  const { proofs, wanted, tookMs } = run;
  const proven = proofs.filter((proof) => isProvenTo(proof, wanted));
  const stopped = proofs.filter((proof) => !isProvenTo(proof, wanted));
  const isGood = stopped.length === 0;
  const when = new Date(atMs).toISOString().replace('T', ' ').slice(0, 16);
  const sections = [...stopped, ...proven].map((proof) =>
    alertSection(proof, wanted, { isOpen: proofs.length === 1 || stopped.includes(proof) }),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeHtml(`${service}: ${proven.length} of ${plural(proofs.length, 'alert')} proven`)}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(service)} · proof of alerts</h1>
<p class="verdict ${isGood ? 'good' : 'bad'}">${proven.length} of ${plural(proofs.length, 'alert')} proven to level ${wanted}</p>
<p class="muted">${when} UTC · ${formatWork(tookMs)} of work · messages went to ${escapeHtml(sentTo)}, marked [DRILL]</p>
${levelList(proofs)}
${sections.join('\n')}
${remarkList(proofs)}
<footer>Made by telltale prove. Each level includes those below it.</footer>
</main>
</body>
</html>
`;
}

/** How many alerts reached each level. */
function levelList(proofs: readonly AlertProof[]): string {
  const items = triedLevels(proofs).map((level) => levelItem(level, proofs));
  return `<ul class="levels">${items.join('')}</ul>`;
}

function levelItem(level: ProofLevel, proofs: readonly AlertProof[]): string {
  const reached = proofs.filter((proof) => (proof.level ?? -1) >= level).length;
  const percent = (100 * reached) / proofs.length;
  return (
    `<li><b>${level}</b><span>${LEVEL_NAMES.get(level)}</span>` +
    `<span class="meter"><i style="width:${percent.toFixed(1)}%"></i></span>` +
    `<span class="count">${reached}/${proofs.length}</span></li>`
  );
}

function remarkList(proofs: readonly AlertProof[]): string {
  const remarks = [...remarksOf(proofs)];
  if (remarks.length === 0) return '';
  const items = remarks.map(([remark, names]) => {
    return `<tr><td>${escapeHtml(remark)}</td><td class="number">${plural(names.length, 'alert')}</td></tr>`;
  });
  return `<h2>Worth knowing</h2><table>${items.join('')}</table>`;
}
