/** How a program is written. */
export type ModuleKind = 'ES modules' | 'CommonJS';

/** A framework, and how an application of it is written. */
export interface Framework {
  readonly name: string;
  /** Route of the request for `/item/7`; node:http knows none. */
  readonly route: string | undefined;
  /** Packages by the name they get. */
  readonly packages: Readonly<Record<string, string>>;
  /** Answers `/item/7` with the text `an item`, after `note()`, and prints `listening PORT`. */
  readonly code: string;
}

const LISTENING = `console.log('listening ' + server.address().port)`;
const LISTEN = `.listen(0, '127.0.0.1', () => ${LISTENING});`;

export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'node:http',
    route: undefined,
    packages: { http: 'node:http' },
    code: `const server = http.createServer(async (request, response) => {
  await note();
  response.end('an item');
});
server${LISTEN}`,
  },
  {
    name: 'express',
    route: '/item/:id',
    packages: { express: 'express' },
    code: `const app = express();
app.get('/item/:id', async (request, response) => {
  await note();
  response.send('an item');
});
const server = app${LISTEN}`,
  },
  {
    name: 'fastify',
    route: '/item/:id',
    packages: { fastify: 'fastify' },
    code: `const app = fastify();
app.get('/item/:id', async () => {
  await note();
  return 'an item';
});
app.listen({ port: 0, host: '127.0.0.1' }).then(() => console.log('listening ' + app.server.address().port));`,
  },
  {
    name: 'koa',
    route: '/item/:id',
    packages: { Koa: 'koa', Router: '@koa/router' },
    code: `const app = new Koa();
const router = new Router();
router.get('/item/:id', async (context) => {
  await note();
  context.body = 'an item';
});
app.use(router.routes());
const server = app${LISTEN}`,
  },
  {
    name: 'hono',
    route: '/item/:id',
    packages: { '{ Hono }': 'hono', '{ serve }': '@hono/node-server' },
    code: `const app = new Hono();
app.get('/item/:id', async (context) => {
  await note();
  return context.text('an item');
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => ${LISTENING});`,
  },
];

/** A logger, and what writes a line of JSON with the message `sold` to standard output. */
export interface LoggerKind {
  readonly name: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly code: string;
}

export const LOGGERS: readonly LoggerKind[] = [
  { name: 'pino', packages: { pino: 'pino' }, code: `const log = pino();` },
  {
    name: 'winston',
    packages: { winston: 'winston' },
    code: `const log = winston.createLogger({ transports: [new winston.transports.Console()] });`,
  },
];

/** The program, and the name of its file. */
export function applicationOf(
  framework: Framework,
  logger: LoggerKind,
  kind: ModuleKind,
): { readonly file: string; readonly code: string } {
  const packages = Object.entries({ ...framework.packages, ...logger.packages });
  const load = packages.map(([name, from]) =>
    kind === 'CommonJS' ? `const ${name} = require('${from}');` : `import ${name} from '${from}';`,
  );
  const note = `async function note() {
  await new Promise((resolve) => setTimeout(resolve, 1));
  log.info('sold');
}`;
  const code = [...load, logger.code, note, framework.code].join('\n');
  return { file: kind === 'CommonJS' ? 'app.cjs' : 'app.mjs', code };
}
