import type { DrillDelivery, DrillHop } from '@telltale/station/contract';

type Stage = DrillHop['stage'];

/** What stages are called. */
const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  synthesised: 'Input',
  quiet: 'Quiet',
  moved: 'Service moved',
  scraped: 'Scraped',
  pending: 'Pending',
  firing: 'Firing',
  routed: 'Grouped',
  delivered: 'Delivered',
  resolved: 'Resolved',
  'resolve-delivered': 'End delivered',
};

/** What every alert passes; others come where the rule waits, or the service was moved. */
const EXPECTED: readonly Stage[] = [
  'synthesised',
  'firing',
  'routed',
  'delivered',
  'resolved',
  'resolve-delivered',
];

/** One stage on the way of an alert. */
export interface TimelineRow {
  readonly stage: Stage;
  readonly words: string;
  readonly isReached: boolean;
  /** What a user would wait, from the fault on; `null` before it, and where it was not reached. */
  readonly afterMs: number | null;
  /** Measured work; `null` where it was not reached. */
  readonly workMs: number | null;
  readonly detail: string;
  /** What arrived with it. */
  readonly deliveries: readonly DrillDelivery[];
}

/** The way of an alert, stage by stage, with those still to come. */
export function timelineOf(
  hops: readonly DrillHop[],
  deliveries: readonly DrillDelivery[],
): readonly TimelineRow[] {
  const reached = hops.map((hop): TimelineRow => {
    const isBefore = hop.stage === 'synthesised' || hop.stage === 'quiet';
    return {
      stage: hop.stage,
      words: STAGE_WORDS[hop.stage],
      isReached: true,
      afterMs: isBefore ? null : hop.serviceMs,
      workMs: hop.wallMs,
      detail: hop.detail,
      deliveries: deliveries.filter((delivery) => isOf(delivery, hop)),
    };
  });
  const last = Math.max(-1, ...hops.map(({ stage }) => EXPECTED.indexOf(stage)));
  const missing = EXPECTED.slice(last + 1).map((stage): TimelineRow => ({
    stage,
    words: STAGE_WORDS[stage],
    isReached: false,
    afterMs: null,
    workMs: null,
    detail: '',
    deliveries: [],
  }));
  return [...reached, ...missing];
}

/** A message belongs to the stage at whose moment it arrived, at the receiver that the stage names. */
function isOf(
  { status, serviceMs, receiver }: DrillDelivery,
  { stage, serviceMs: atMs, detail }: DrillHop,
): boolean {
  const wanted = stage === 'delivered' ? 'firing' : stage === 'resolve-delivered' ? 'resolved' : undefined;
  return (
    status === wanted &&
    serviceMs === atMs &&
    (detail === `to ${receiver}` || detail.startsWith(`to ${receiver}, attempt `))
  );
}

/** A stretch of the way that a person waits. */
export interface Wait {
  readonly kind: 'fires' | 'arrives' | 'ends';
  readonly words: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const WAITS: readonly {
  readonly kind: Wait['kind'];
  readonly words: string;
  readonly from: Stage | 'fault';
  readonly to: Stage;
}[] = [
  { kind: 'fires', words: 'until it fires', from: 'fault', to: 'firing' },
  { kind: 'arrives', words: 'until it is delivered', from: 'firing', to: 'delivered' },
  { kind: 'ends', words: 'until its end is delivered', from: 'resolved', to: 'resolve-delivered' },
];

/** What is waited for between the fault and the last message, as far as it went. */
export function waitsOf(hops: readonly DrillHop[]): readonly Wait[] {
  const timeOf = (stage: Stage | 'fault'): number | undefined =>
    stage === 'fault' ? 0 : hops.find((hop) => hop.stage === stage)?.serviceMs;
  return WAITS.flatMap(({ kind, words, from, to }): Wait[] => {
    const fromMs = timeOf(from);
    const toMs = timeOf(to);
    return fromMs === undefined || toMs === undefined ? [] : [{ kind, words, fromMs, toMs }];
  });
}

/** How long after the fault the first message arrived; `null` where none did. */
export function deliveredAfterMs(hops: readonly DrillHop[]): number | null {
  return hops.find(({ stage }) => stage === 'delivered')?.serviceMs ?? null;
}
