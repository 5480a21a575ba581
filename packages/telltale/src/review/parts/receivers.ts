import { plural } from '../../check/report/plural.ts';
import type { ReviewFinding } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import { NotKnown } from '../review-case.ts';

const FAILED = 'alertmanager_notifications_failed_total';
const ATTEMPTED = 'alertmanager_notifications_total';
const GROUPS = 'integration, receiver_name';

/** Receivers that were not reached, by what Alertmanager or the station counts. */
export async function reviewReceivers({
  client,
  nowMs,
  periodMs,
}: ReviewCase): Promise<readonly ReviewFinding[]> {
  const range = `${Math.max(60, Math.round(periodMs / 1000))}s`;
  const known = await client.instant(`count(last_over_time(${ATTEMPTED}[${range}]))`, nowMs);
  if (known.length === 0) throw new NotKnown('nothing counts notifications: let the Alertmanager be scraped');
  const failed = await client.instant(`sum by (${GROUPS}) (increase(${FAILED}[${range}])) > 0.5`, nowMs);
  if (failed.length === 0) return [];
  return [
    {
      urgency: 'urgent',
      area: 'receivers',
      what: `${plural(failed.length, 'receiver')} did not get what ${failed.length === 1 ? 'it' : 'they'} should have been told`,
      details: failed.map(({ labels, value }) => {
        const name = labels.receiver_name === undefined ? '' : `${labels.receiver_name} by `;
        return `${name}${labels.integration ?? ''}: ${plural(Math.round(value), 'notification')}`;
      }),
      next: 'Send a test message, and see what they answer: npx telltale alert deliver ALERT, or the page of receivers',
    },
  ];
}
