import type { Exemplar } from '../../metrics/view/exemplar.ts';
import { DamagedPages } from './page-reader.ts';

const MAX_LABELS = 64;

/** The exemplars of a row as JSON; they are few and short. */
export function formatExemplars(exemplars: readonly (Exemplar | undefined)[]): string {
  return JSON.stringify(
    Array.from(exemplars, (exemplar) =>
      exemplar ? [exemplar.value, exemplar.timestampMs, ...Object.entries(exemplar.labels).flat()] : 0,
    ),
  );
}

/** Reads what {@link formatExemplars} wrote; throws `DamagedPages` for anything else. */
export function parseExemplars(text: string): readonly (Exemplar | undefined)[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new DamagedPages('exemplars that are no JSON');
  }
  if (!Array.isArray(list)) throw new DamagedPages('exemplars that are no list');
  return list.map((item: unknown) => (item === 0 ? undefined : parseExemplar(item)));
}

function parseExemplar(item: unknown): Exemplar {
  if (!Array.isArray(item) || item.length % 2 !== 0 || item.length > 2 + 2 * MAX_LABELS) {
    throw new DamagedPages('a wrong exemplar');
  }
  const [value, timestampMs, ...texts] = item as unknown[];
  if (typeof value !== 'number' || typeof timestampMs !== 'number')
    throw new DamagedPages('a wrong exemplar');
  const labels: Record<string, string> = Object.create(null);
  for (let i = 0; i < texts.length; i += 2) {
    const [name, text] = [texts[i], texts[i + 1]];
    if (typeof name !== 'string' || typeof text !== 'string') throw new DamagedPages('a wrong exemplar');
    labels[name] = text;
  }
  return { value, timestampMs, labels };
}
