import type { DrillHop, DrillStage } from '@telltale/alerting';
import { formatDuration } from '@telltale/model';

interface Span {
  readonly className: 'wait' | 'fire' | 'end';
  readonly name: string;
  readonly from: DrillStage | 'fault';
  readonly to: DrillStage;
}

/** What a person waits for, in order. */
const SPANS: readonly Span[] = [
  { className: 'wait', name: 'until it fires', from: 'fault', to: 'firing' },
  { className: 'fire', name: 'until it is delivered', from: 'firing', to: 'delivered' },
  { className: 'end', name: 'until its end is delivered', from: 'resolved', to: 'resolve-delivered' },
];

/** The time from the fault to the last message as a bar: what was waited for, in proportion. */
export function timelineBar(hops: readonly DrillHop[]): string {
  const endMs = Math.max(...hops.map(({ serviceMs }) => serviceMs));
  if (endMs <= 0) return '';
  const timeOf = (stage: DrillStage | 'fault'): number | undefined =>
    stage === 'fault' ? 0 : hops.find((hop) => hop.stage === stage)?.serviceMs;
  const known = SPANS.flatMap((span) => {
    const fromMs = timeOf(span.from);
    const toMs = timeOf(span.to);
    return fromMs === undefined || toMs === undefined ? [] : [{ ...span, fromMs, toMs }];
  });
  const bars = known.map(({ className, fromMs, toMs }) => {
    const left = ((100 * fromMs) / endMs).toFixed(2);
    const width = Math.max(0.4, (100 * (toMs - fromMs)) / endMs).toFixed(2);
    return `<i class="${className}" style="left:${left}%;width:${width}%"></i>`;
  });
  const key = known.map(({ className, name, fromMs, toMs }) => {
    return `<span><i class="${className}"></i>${formatDuration(toMs - fromMs)} ${name}</span>`;
  });
  return `<div class="bar" aria-hidden="true">${bars.join('')}</div><p class="key">${key.join('')}</p>`;
}
