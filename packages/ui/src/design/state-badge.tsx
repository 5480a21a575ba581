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

const SEVERITY_LOOKS: ReadonlyMap<string, Look> = new Map([
  ['page', { icon: 'firing', word: 'Page', tone: 'bad' }],
  ['critical', { icon: 'firing', word: 'Critical', tone: 'bad' }],
  ['error', { icon: 'firing', word: 'Error', tone: 'bad' }],
  ['warning', { icon: 'pending', word: 'Warning', tone: 'warn' }],
  ['ticket', { icon: 'pending', word: 'Ticket', tone: 'warn' }],
  ['info', { icon: 'info', word: 'Info', tone: 'mute' }],
] as const);

const SERVICE_LOOKS: Readonly<Record<ServiceHealth, Look>> = {
  ok: { icon: 'ok', word: 'Healthy', tone: 'ok' },
  degraded: { icon: 'pending', word: 'Degraded', tone: 'warn' },
  down: { icon: 'firing', word: 'Down', tone: 'bad' },
  unknown: { icon: 'unknown', word: 'Unknown', tone: 'mute' },
};

/** Health of a service, as the overview tells it. */
export type ServiceHealth = 'ok' | 'degraded' | 'down' | 'unknown';

/** Severity of an alert as shape, word and colour; one that is not known is shown as it is written. */
export function SeverityBadge({ severity }: { readonly severity: string }): JSX.Element {
  const look = SEVERITY_LOOKS.get(severity.toLowerCase());
  return <Badge look={look ?? { icon: 'info', word: severity, tone: 'mute' }} />;
}

/** Health of a service as shape, word and colour. */
export function ServiceBadge({ health }: { readonly health: ServiceHealth }): JSX.Element {
  return <Badge look={SERVICE_LOOKS[health]} />;
}

/** Any state as shape, word and colour. */
export function StateBadge(props: {
  readonly icon: IconName;
  readonly word: string;
  readonly tone: Look['tone'];
}): JSX.Element {
  return <Badge look={props} />;
}

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
