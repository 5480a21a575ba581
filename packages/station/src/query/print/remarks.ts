import type { QueryAnnotation } from '@telltale/model';
import { formatAnnotation } from '@telltale/promql';

/** Texts of one severity in an answer, as Prometheus has it. */
const MAX_REMARKS = 10;

/** The members `warnings` and `infos` of an answer, each after a comma; nothing where there are none. */
export function remarksJson(annotations: readonly QueryAnnotation[], query: string): string {
  return member('warning', annotations, query) + member('info', annotations, query);
}

function member(
  severity: QueryAnnotation['severity'],
  annotations: readonly QueryAnnotation[],
  query: string,
): string {
  const texts = annotations
    .filter((note) => note.severity === severity)
    .map((note) => formatAnnotation(note, query));
  if (texts.length === 0) return '';
  const shown = texts.slice(0, MAX_REMARKS);
  const omitted = texts.length - shown.length;
  if (omitted > 0) shown.push(`${omitted} more ${severity} annotations omitted`);
  return `,"${severity}s":${JSON.stringify(shown)}`;
}
