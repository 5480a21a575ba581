import { plural } from '../../check/report/plural.ts';
import type { ReviewFinding } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import type { SnapshotTarget } from '../snapshot/snapshot.ts';

/** A deployment takes a target away and brings it back, which are two changes; beyond a few it is no deployment. */
const MANY_CHANGES = 6;

/** Targets that are down, that came, that went, and those that come and go. */
export async function reviewTargets(reviewed: ReviewCase): Promise<readonly ReviewFinding[]> {
  const { client, before, current, nowMs, periodMs } = reviewed;
  const was = new Set(before?.targets.map(nameOf));
  const is = new Set(current.targets.map(nameOf));
  const down = current.targets.filter(({ isUp }) => !isUp).map(nameOf);
  const gone = [...was].filter((name) => !is.has(name));
  const added = before === undefined ? [] : [...is].filter((name) => !was.has(name));
  const range = `${Math.max(1, Math.round(periodMs / 1000))}s`;
  const flapping = (await client.instant(`changes(up[${range}]) >= ${MANY_CHANGES}`, nowMs)).map(
    ({ labels: { job = '', instance = '' }, value }) => ({ name: nameOf({ job, instance }), changes: value }),
  );
  const findings: readonly ReviewFinding[] = [
    {
      urgency: 'urgent',
      area: 'targets',
      what: `${plural(down.length, 'target')} ${down.length === 1 ? 'is' : 'are'} down`,
      details: down,
      next: 'Why: npx telltale doctor metrics. One that is gone for good: take it out of the definition.',
    },
    {
      urgency: 'soon',
      area: 'targets',
      what: `${plural(gone.length, 'target')} ${gone.length === 1 ? 'is' : 'are'} scraped no longer`,
      details: gone,
      next: 'Where that was not meant, look at discovery and relabelling: npx telltale relabel JOB',
    },
    {
      urgency: 'soon',
      area: 'targets',
      what: `${plural(flapping.length, 'target')} ${flapping.length === 1 ? 'comes and goes' : 'come and go'}`,
      details: flapping.map(({ name, changes }) => `${name}: ${changes} changes`),
      next: 'Restarts, a page that takes longer than the timeout, or a network: npx telltale doctor metrics',
    },
    {
      urgency: 'note',
      area: 'targets',
      what: plural(added.length, 'new target'),
      details: added,
      next: 'Whether alerts and dashboards know of them: npx telltale drift',
    },
  ];
  return findings.filter(({ details }) => details !== undefined && details.length > 0);
}

function nameOf({ job, instance }: Pick<SnapshotTarget, 'job' | 'instance'>): string {
  return `${job} ${instance}`.trim();
}
