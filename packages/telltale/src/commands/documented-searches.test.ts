import { readFileSync } from 'node:fs';
import { parseLogQuery } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../test/support/run-cli.ts';
import { shopRecord, startSignalStation } from '../../test/support/signal-station.ts';
import type { SignalStation } from '../../test/support/signal-station.ts';

const PAGE = readFileSync(new URL('../../docs/logs-and-traces.md', import.meta.url), 'utf8');
const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** As a shell splits it. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

const commands = [...PAGE.matchAll(/^npx telltale ((?:logs|traces).*?)(?: +#.*)?$/gm)]
  .map(([, command]) => command)
  .filter((command) => !command.includes('--follow'));

let station: SignalStation;
beforeAll(async () => {
  station = await startSignalStation();
  const root = {
    traceId: TRACE,
    spanId: 'b7ad6b7169203331',
    name: 'GET /pay',
    kind: 'server',
    service: 'shop',
  } as const;
  const rest = {
    status: 'error',
    attributes: { tier: 'gold' },
    resource: {},
    events: [],
    links: [],
  } as const;
  await station.sendSpans([{ ...root, ...rest, startMs: Date.now() - 1000, durationMs: 300 }]);
  await station.sendLogs([shopRecord('connection reset', { severity: 17, traceId: TRACE })]);
});
afterAll(() => station.stop());

describe('searches in the documentation', () => {
  test('there are some', () => expect(commands.length).toBeGreaterThan(10));

  test.each(commands)('`telltale %s` does what it says', async (command) => {
    const [verb, ...words] = wordsOf(command);
    const { exitCode, errors, output } = await run('/', verb, '--url', station.url, ...words);
    expect({ exitCode, errors: errors.replace(/^Nothing matches .*\n/, '') }).toEqual({
      exitCode: 0,
      errors: '',
    });
    expect(output === '').toBe(errors !== '');
  });

  const queries = [...PAGE.matchAll(/^\| (`.*?`) +\| /gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, query]) => query.replaceAll(String.raw`\|`, '|')),
  );
  test.each(queries.filter((query) => !['logs', 'traces', 'run'].includes(query)))(
    '%j is a query for logs',
    (query) => {
      expect(parseLogQuery(query)).toBeTypeOf('object');
    },
  );
});
