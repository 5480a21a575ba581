import { slugOf } from '@telltale/model';

/** Where the log lines of a service are kept in Elasticsearch. */
export type LogIndex =
  | {
      readonly kind: 'daily';
      /** With the date as Logstash writes it: `shop-logs-%{+YYYY.MM.dd}`. */
      readonly name: string;
      /** Where lines go that could not be read. */
      readonly unparsed: string;
      /** What finds all of them: `shop-logs-*`. */
      readonly patterns: readonly string[];
    }
  | {
      readonly kind: 'data-stream';
      readonly dataset: string;
      readonly unparsed: string;
      readonly patterns: readonly string[];
    };

const DAY = '%{+YYYY.MM.dd}';

/**
 * The index of a name: a data stream for one that starts with `logs-`, which Elasticsearch keeps for them; an
 * index a day for any other. Without a name, the data stream of the service.
 */
export function logIndex(given: string | undefined, service: string): LogIndex {
  const name = given ?? `logs-${slugOf(service) || 'service'}`;
  if (name.startsWith('logs-') && !name.includes('%{')) return dataStream(name);
  const daily = name.includes('%{') ? name : `${name}-${DAY}`;
  const date = daily.indexOf('%{');
  return {
    kind: 'daily',
    name: daily,
    unparsed: `${daily.slice(0, date)}unparsed-${daily.slice(date)}`,
    patterns: [`${daily.slice(0, date)}*`],
  };
}

/** The name of an index for the records of a day, in UTC; that of a data stream is the same each day. */
export function logIndexName(index: LogIndex, timeMs: number): string {
  if (index.kind === 'data-stream') return `logs-${index.dataset}-default`;
  const [year, month, day] = new Date(timeMs).toISOString().slice(0, 10).split('-');
  return index.name.replaceAll(/%\{\+([^}]*)\}/g, (_, pattern: string) =>
    pattern
      .replaceAll(/yyyy|YYYY/g, year)
      .replaceAll('MM', month)
      .replaceAll('dd', day),
  );
}

/** The parts of a data stream's name are joined by dashes, so that none may stand inside them. */
function dataStream(name: string): LogIndex {
  const dataset = name.slice('logs-'.length).replaceAll('-', '_');
  const unparsed = `${dataset}.unparsed`;
  return { kind: 'data-stream', dataset, unparsed, patterns: [`logs-${dataset}-*`, `logs-${unparsed}-*`] };
}
