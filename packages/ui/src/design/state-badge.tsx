import type { AlertState, TargetHealth } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

interface Look {
  readonly icon: IconName;
  readonly word: string;
  /** Names the colour: `ok`, `warn`, `bad` or `mute`. */
  readonly tone: 'ok' | 'warn' | 'bad' | 'mute';
}

const ALERT_LOOKS: Readonly<Record<AlertState, Look>> = {
  firing: { icon: 'firing', word: 'Firing', tone: 'bad' },
  pending: { icon: 'pending', word: 'Pending', tone: 'warn' },
  inactive: { icon: 'ok', word: 'Quiet', tone: 'ok' },
};

const HEALTH_LOOKS: Readonly<Record<TargetHealth, Look>> = {
  up: { icon: 'ok', word: 'Up', tone: 'ok' },
  down: { icon: 'firing', word: 'Down', tone: 'bad' },
  unknown: { icon: 'unknown', word: 'Waiting', tone: 'mute' },
};

/** State of an alert as shape, word and colour. */
export function AlertBadge({ state }: { readonly state: AlertState }): JSX.Element {
  return <Badge look={ALERT_LOOKS[state]} />;
}

/** Health of a target as shape, word and colour. */
export function HealthBadge({ health }: { readonly health: TargetHealth }): JSX.Element {
  return <Badge look={HEALTH_LOOKS[health]} />;
}

function Badge({ look }: { readonly look: Look }): JSX.Element {
  return (
    <span class={`badge tone-${look.tone}`}>
      <Icon name={look.icon} />
      {look.word}
    </span>
  );
}
