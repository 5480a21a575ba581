import type { QueryAnnotation } from '@telltale/model';

/**
 * A remark as Prometheus prints it, with the place it is about: `PromQL warning: … (1:5)`. Columns count
 * bytes there, so behind other than ASCII characters they are higher than those of errors here.
 */
export function formatAnnotation({ message, source }: QueryAnnotation, query: string): string {
  if (!source) return message;
  const before = query.slice(0, source.start);
  const lines = before.split('\n');
  const column = Buffer.byteLength(lines[lines.length - 1]) + 1;
  return `${message} (${lines.length}:${column})`;
}
