import type {
  AlertProof,
  DrillDelivery,
  DrillHop,
  DrillSeries,
  ProofLevel,
  ProofStep,
} from '@telltale/alerting';
import { formatDuration } from '@telltale/model';
import {
  STAGE_NAMES,
  afterFault,
  failedStep,
  formatWork,
  isProvenTo,
  outcomeAt,
  toldReceivers,
  triedLevels,
} from '../report/proof-figures.ts';
import { formatPayload } from '../report/format-payload.ts';
import { escapeHtml } from './escape-html.ts';
import { timelineBar } from './timeline-bar.ts';

const MARKS = { passed: '✓', failed: '✗', 'not-run': '·', exempt: '○' } as const;
const COLOURS = { passed: 'good', failed: 'bad', 'not-run': 'muted', exempt: 'warn' } as const;

/** One alert: a line with its levels, and behind it everything that was seen. */
export function alertSection(
  proof: AlertProof,
  wanted: ProofLevel,
  { isOpen }: { readonly isOpen: boolean },
): string {
  const isProven = isProvenTo(proof, wanted);
  const stop = failedStep(proof);
  const why = stop ? `${stop.name}: ${stop.detail}` : (proof.exemption?.reason ?? '');
  const mark = isProven ? '<span class="mark good">✓</span>' : '<span class="mark bad">✗</span>';
  const severity =
    proof.severity === '' ? '<span></span>' : `<span class="tag">${escapeHtml(proof.severity)}</span>`;
  return `<details${isOpen ? ' open' : ''}>
<summary><span class="head">${mark}<span class="name">${escapeHtml(proof.alertName)}</span></span>${severity}
${pips(proof)}<span class="times">${times(proof)}</span></summary>
${why === '' ? '' : `<p class="why${stop ? '' : ' warn'}">${escapeHtml(why)}</p>`}
<div class="body">
<h2>Query</h2><pre>${escapeHtml(proof.query)}</pre>
<h2>Levels</h2><table class="steps">${proof.steps.map(stepRow).join('')}</table>
${hopsPart(proof.hops)}
${seriesPart(proof.series)}
${deliveriesPart(proof.deliveries)}
</div>
</details>`;
}

function pips(proof: AlertProof): string {
  const items = triedLevels([proof]).map((level) => {
    const outcome = outcomeAt(proof, level);
    return `<i class="${outcome}" title="level ${level}: ${outcome}">${level}</i>`;
  });
  return `<span class="pips">${items.join('')}</span>`;
}

function times(proof: AlertProof): string {
  const fires = afterFault(proof, 'firing');
  const arrives = afterFault(proof, 'delivered');
  if (fires === undefined) return '';
  if (arrives === undefined) return `fires after ${fires}`;
  return `fires after ${fires}, reaches ${escapeHtml(toldReceivers(proof).join(', '))} after ${arrives}`;
}

function stepRow({ level, name, outcome, detail, remarks, tookMs }: ProofStep): string {
  const work = outcome === 'not-run' ? '' : formatWork(tookMs);
  const text = outcome === 'not-run' ? 'not tried' : detail;
  const notes = remarks.map((remark) => ` <span class="warn">Note: ${escapeHtml(remark)}.</span>`);
  return (
    `<tr><td class="${COLOURS[outcome]}">${level} ${MARKS[outcome]}</td><th>${name}</th>` +
    `<td class="detail">${escapeHtml(text)}${notes.join('')}</td><td class="number">${work}</td></tr>`
  );
}

function hopsPart(hops: readonly DrillHop[]): string {
  if (hops.length === 0) return '';
  const rows = hops.map(({ stage, serviceMs, wallMs, detail }) => {
    const isBefore = stage === 'synthesised' || stage === 'quiet';
    const after = isBefore ? '' : `+${formatDuration(serviceMs)}`;
    return (
      `<tr><th>${STAGE_NAMES[stage]}</th><td class="time">${after}</td>` +
      `<td class="detail">${escapeHtml(detail)}</td><td class="number">${formatWork(wallMs)}</td></tr>`
    );
  });
  return `<h2>From fault to receiver</h2>${timelineBar(hops)}<table class="hops">${rows.join('')}</table>`;
}

function seriesPart(series: readonly DrillSeries[]): string {
  if (series.length === 0) return '';
  const rows = series.map(({ series: name, quiet, firing }) => {
    const change = quiet === firing ? `${quiet}, all the time` : `${quiet} → ${firing}`;
    return `<tr><td><code>${escapeHtml(name)}</code></td><td class="number">${escapeHtml(change)}</td></tr>`;
  });
  return `<h2>Made-up series, before the fault and during it</h2><table>${rows.join('')}</table>`;
}

function deliveriesPart(deliveries: readonly DrillDelivery[]): string {
  if (deliveries.length === 0) return '';
  return `<h2>Messages, as they arrived</h2>${deliveries.map(deliveryPart).join('\n')}`;
}

function deliveryPart({ receiver, kind, status, serviceMs, payload }: DrillDelivery): string {
  const what = status === 'firing' ? 'that it fires' : 'that it has ended';
  const title = `${receiver} (${kind}) was told ${what} after ${formatDuration(serviceMs)}`;
  const text = escapeHtml(formatPayload(kind, payload));
  return `<details class="message"><summary>${escapeHtml(title)}</summary><pre>${text}</pre></details>`;
}
