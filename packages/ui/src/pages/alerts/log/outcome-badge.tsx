import type { NotificationView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { StateBadge } from '../../../design/state-badge.tsx';

const LOOKS = {
  delivered: { icon: 'ok', word: 'Delivered', tone: 'ok' },
  retrying: { icon: 'retry', word: 'Retrying', tone: 'warn' },
  failed: { icon: 'firing', word: 'Failed', tone: 'bad' },
} as const;

/** What became of an attempt, as shape, word and colour. */
export function OutcomeBadge({ outcome }: Pick<NotificationView, 'outcome'>): JSX.Element {
  return <StateBadge {...LOOKS[outcome]} />;
}
