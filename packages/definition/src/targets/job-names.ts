import { isMapping } from '../faults/shape.ts';

/** The job of a further page of a program. */
export function pageJob(job: string, page: string): string {
  return `${job}-${page}`;
}

/** The jobs of targets and of their pages, of what may not have been checked yet. */
export function jobNames(targets: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(targets).flatMap(([job, target]) => {
    const pages = isMapping(target) && isMapping(target['pages']) ? Object.keys(target['pages']) : [];
    return [job, ...pages.map((page) => pageJob(job, page))];
  });
}
