import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/**
 * ClickHouse's HTTP interface in front of chdb, which is ClickHouse in a process: as much of it as its client uses.
 * Prints its address and ends with its standard input.
 *
 * @param process.argv - the folder of the data
 */
interface Session {
  query(sql: string, format: string): string;
}

interface Chdb {
  readonly Session: new (folder: string) => Session;
}

/** Of the address, not of the query. */
const NO_SETTINGS = new Set(['query', 'query_id', 'database', 'wait_end_of_query', 'session_id', 'role']);
const PARAMETER = 'param_';

const chdb: Chdb = createRequire(import.meta.url)('chdb');
const session = new chdb.Session(process.argv[2]);

/** As a literal of SQL; chdb takes a query to end at a zero byte. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

function run(sql: string): string {
  return session.query(sql, 'JSONEachRow');
}

function answer(parameters: URLSearchParams, body: string): string {
  const database = parameters.get('database') ?? 'default';
  run(`USE \`${database.replaceAll('`', '\\`')}\``);
  for (const [name, value] of parameters) {
    if (!NO_SETTINGS.has(name)) run(`SET ${name} = ${quoted(value)}`);
  }
  const query = parameters.get('query');
  const result = run(query === null ? body : `${query}\n${body}`);
  for (const name of parameters.keys()) {
    // A parameter of one query must not be there for the next.
    if (name.startsWith(PARAMETER)) run(`SET ${name} = ''`);
  }
  return result;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = await request.toArray();
  const bytes = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const body = await bodyOf(request);
  try {
    const text = answer(searchParams, body);
    response.writeHead(200, { 'X-ClickHouse-Query-Id': searchParams.get('query_id') ?? 'q' });
    response.end(text);
  } catch (error) {
    const text = (error instanceof Error ? error.message : String(error)).replace(/^Query failed: /, '');
    const code = /Code: (\d+)/.exec(text)?.[1] ?? '1000';
    response.writeHead(500, { 'X-ClickHouse-Exception-Code': code });
    response.end(/\([A-Z_]+\)\s*$/.test(text) ? text : `${text} (OF_CHDB)`);
  }
}

const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
