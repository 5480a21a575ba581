import { LabelSet } from '@telltale/model';

/** One time that an alert was there. */
export interface AlertEpisode {
  readonly alertName: string;
  readonly labels: LabelSet;
  /** As they were last. */
  readonly annotations: Readonly<Record<string, string>>;
  /** First evaluation at which its condition held. */
  readonly activeAtMs: number;
  /** `undefined` while it never fired. */
  readonly firedAtMs: number | undefined;
  /** First evaluation without it; `undefined` while it lasts. */
  readonly endedAtMs: number | undefined;
}

interface EpisodeAlert {
  readonly alertName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  readonly activeAtMs: number;
}

interface EpisodeStep {
  readonly atMs: number;
  readonly alerts: readonly EpisodeAlert[];
}

/** The episodes of alerts, by the time they began. */
export function episodesOf(steps: readonly EpisodeStep[]): readonly AlertEpisode[] {
  const ended: AlertEpisode[] = [];
  let lasting = new Map<string, AlertEpisode>();
  for (const { atMs, alerts } of steps) {
    const next = new Map<string, AlertEpisode>();
    for (const alert of alerts) {
      const labels = LabelSet.of(alert.labels);
      const key = `${alert.alertName} ${labels.key} ${alert.activeAtMs}`;
      next.set(key, continued(lasting.get(key), alert, labels, atMs));
    }
    for (const [key, episode] of lasting) if (!next.has(key)) ended.push({ ...episode, endedAtMs: atMs });
    lasting = next;
  }
  return [...ended, ...lasting.values()].toSorted((a, b) => a.activeAtMs - b.activeAtMs);
}

function continued(
  known: AlertEpisode | undefined,
  { alertName, annotations, state, activeAtMs }: EpisodeAlert,
  labels: LabelSet,
  atMs: number,
): AlertEpisode {
  const firedAtMs = known?.firedAtMs ?? (state === 'firing' ? atMs : undefined);
  return { alertName, labels, annotations, activeAtMs, firedAtMs, endedAtMs: undefined };
}
