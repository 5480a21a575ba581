import type { JSX } from 'preact';

/** What an answer took and holds, in one line. */
export function StatsLine(props: { readonly facts: readonly (string | undefined)[] }): JSX.Element {
  const facts = props.facts.filter((fact) => fact !== undefined);
  return (
    <p class="query-stats" role="status">
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}

/** A number with its word: `1 step`, `2,400 steps`. */
export function countWords(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Milliseconds as people compare them: `0.4 ms`, `12 ms`. */
export function formatCost(ms: number | null | undefined): string | undefined {
  if (ms === undefined || ms === null) return undefined;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms).toLocaleString('en')} ms`;
}
