/** The job that probes have unless the definition says otherwise. */
const USUAL_JOB = 'probes';

/** The name of a probe's module: that of the probe, with the job before it where a definition may have several jobs. */
export function moduleName(job: string, probe: string): string {
  return job === USUAL_JOB ? probe : `${job}.${probe}`;
}
