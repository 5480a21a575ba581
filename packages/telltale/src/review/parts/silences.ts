import { formatDuration } from '@telltale/model';
import { plural } from '../../check/report/plural.ts';
import { createAlertmanagerClient } from '../../server/alertmanager-client.ts';
import type { ServerSilence } from '../../server/alertmanager-client.ts';
import type { ReviewFinding } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import { NotKnown } from '../review-case.ts';

/** What is silent for longer is switched off. */
const LONG_MS = 7 * 86_400_000;

/** Silences that last for long. */
export async function reviewSilences(reviewed: ReviewCase): Promise<readonly ReviewFinding[]> {
  const { alertmanager, isStation, server, nowMs } = reviewed;
  const address = alertmanager ?? (isStation ? server : undefined);
  if (address === undefined) throw new NotKnown('name the Alertmanager with --alertmanager');
  const silences = await createAlertmanagerClient(address).silences([]);
  const long = silences.filter(
    ({ status, startsAt, endsAt }) =>
      status.state === 'active' &&
      (nowMs - Date.parse(startsAt) > LONG_MS || Date.parse(endsAt) - nowMs > LONG_MS),
  );
  if (long.length === 0) return [];
  return [
    {
      urgency: 'soon',
      area: 'silences',
      what: `${plural(long.length, 'silence')} ${long.length === 1 ? 'lasts' : 'last'} for more than a week`,
      details: long.map((silence) => described(silence, nowMs)),
      next: 'Mend what it hides, or change the alert; end it: npx telltale silence expire ID',
    },
  ];
}

function described(
  { id, matchers, startsAt, endsAt, createdBy, comment }: ServerSilence,
  nowMs: number,
): string {
  const what = matchers
    .map(
      ({ name, value, isRegex, isEqual }) =>
        `${name}${isEqual ? '=' : '!'}${isRegex ? '~' : isEqual ? '' : '='}"${value}"`,
    )
    .join(', ');
  const since = formatDuration(Math.max(0, Math.round((nowMs - Date.parse(startsAt)) / 60_000) * 60_000));
  const left = formatDuration(Math.max(0, Math.round((Date.parse(endsAt) - nowMs) / 60_000) * 60_000));
  return `${what}: for ${since}, ${left} to go, by ${createdBy || 'nobody'}${comment === '' ? '' : ` (${comment})`}; ${id}`;
}
