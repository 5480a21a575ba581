import type { DrillDelivery, DrillHop, DrillReport, DrillStage } from '@telltale/alerting';
import { formatDuration } from '@telltale/model';

/** Text with or without colours. */
export interface ReportStyle {
  readonly useColor: boolean;
}

const STAGE_TEXT: Readonly<Record<DrillStage, string>> = {
  synthesised: 'series made',
  quiet: 'quiet',
  pending: 'pending',
  firing: 'firing',
  routed: 'routed',
  delivered: 'delivered',
  resolved: 'resolved',
  'resolve-delivered': 'resolve delivered',
};

/** One drill in full: series, the way of the alert with milliseconds, what arrived. */
export function formatDrill(report: DrillReport, style: ReportStyle): string {
  const lines = [headline(report, style), `  ${report.query}`, ''];
  for (const { series, quiet, firing } of report.series) {
    const change = quiet === firing ? quiet : `${quiet} → ${firing}`;
    lines.push(`  ${series}  ${change}`);
  }
  if (report.hops.length > 0) {
    lines.push('', `  ${'stage'.padEnd(18)}${'after'.padStart(9)}${'took'.padStart(11)}`);
    lines.push(...report.hops.map(formatHop));
  }
  for (const delivery of report.fired) lines.push('', ...formatDelivery(delivery));
  return `${lines.join('\n')}\n`;
}

/** All drills, one line each. */
export function formatDrillTable(reports: readonly DrillReport[], style: ReportStyle): string {
  const width = Math.max(5, ...reports.map(({ alertName }) => alertName.length)) + 2;
  const header = `  ${'alert'.padEnd(width)}${'fires'.padStart(8)}${'arrives'.padStart(9)}${'took'.padStart(11)}  receiver`;
  const rows = reports.map((report) => formatRow(report, width, style));
  const proven = reports.filter(({ isProven }) => isProven).length;
  return `${[header, ...rows, '', `${proven} of ${reports.length} alerts proven`].join('\n')}\n`;
}

function formatRow(report: DrillReport, width: number, style: ReportStyle): string {
  const after = (stage: DrillStage): string => {
    const hop = report.hops.find((candidate) => candidate.stage === stage);
    return hop ? formatDuration(hop.serviceMs) : '–';
  };
  const tookMs = report.hops.reduce((sum, { wallMs }) => sum + wallMs, 0);
  const cells = after('firing').padStart(8) + after('delivered').padStart(9) + formatMs(tookMs).padStart(11);
  const end = report.isProven ? report.receivers.join(', ') : report.failure;
  return `${mark(report, style)} ${report.alertName.padEnd(width)}${cells}  ${end}`;
}

function headline(report: DrillReport, style: ReportStyle): string {
  const verdict = report.isProven ? 'proven: fires, arrives, resolves' : `not proven: ${report.failure}`;
  return `${mark(report, style)} ${report.alertName} ${verdict}`;
}

function mark({ isProven }: DrillReport, { useColor }: ReportStyle): string {
  const sign = isProven ? '✓' : '✗';
  return useColor ? `\u001b[${isProven ? 32 : 31}m${sign}\u001b[0m` : sign;
}

function formatHop({ stage, serviceMs, wallMs, detail }: DrillHop): string {
  const after = stage === 'synthesised' || stage === 'quiet' ? '' : `+${formatDuration(serviceMs)}`;
  return `  ${STAGE_TEXT[stage].padEnd(18)}${after.padStart(9)}${formatMs(wallMs).padStart(11)}  ${detail}`;
}

function formatMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
}

function formatDelivery({ receiver, payload }: DrillDelivery): string[] {
  const [alert] = payload.alerts;
  const labels = Object.entries(alert.labels).map(([name, value]) => `${name}=${value}`);
  return [
    `  ${receiver} was told (webhook version ${payload.version}, group ${payload.groupKey})`,
    `    ${alert.status}: ${labels.join(' ')}`,
    ...Object.entries(alert.annotations).map(([name, text]) => `    ${name}: ${text}`),
  ];
}
