import type { Annotation, ServiceView } from '@telltale/station/contract';

type Subjects = Pick<ServiceView, 'name' | 'jobs' | 'firing' | 'slos'>;

/** What concerns a service: itself, its jobs, and the alerts that are known to be its own. */
export function changesOf(service: Subjects, annotations: readonly Annotation[]): readonly Annotation[] {
  const subjects = new Set([service.name, ...service.jobs]);
  const alerts = new Set([
    ...service.firing.map(({ alert }) => alert),
    ...service.slos.flatMap((slo) => slo.alerts),
  ]);
  return annotations.filter(
    ({ kind, subject }) => subjects.has(subject) || (kind === 'alert' && alerts.has(subject)),
  );
}
