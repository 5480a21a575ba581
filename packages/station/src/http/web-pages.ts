import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { permit } from '../sign-in/permit.ts';

/** Addresses of pages: the browser app finds its way, the server only hands out the app. */
const PAGES = [
  '/',
  '/s/*',
  '/d',
  '/d/*',
  '/explore',
  '/logs',
  '/traces',
  '/traces/*',
  '/map',
  '/targets',
  '/rules',
  '/alerts',
  '/alerts/*',
  '/silences',
  '/silences/*',
  '/doctor',
  '/doctor/*',
  '/drift',
  '/status',
  '/story/*',
  '/login',
] as const;

/** What every page is made of, that for signing in as well: nothing that the station knows. */
const FILES = ['/assets/*', '/theme.js', '/favicon.svg', '/favicon-telling.svg'] as const;

/**
 * Serves the built web pages: hashed assets for ever, the page itself never from a cache. `onVisit` is told of each
 * page that is opened, before the page asks for anything.
 */
export async function registerWebPages(
  server: FastifyInstance,
  folder: string | undefined,
  onVisit: () => void,
): Promise<void> {
  if (folder === undefined || !existsSync(`${folder}/index.html`)) {
    server.get('/', permit('enter'), async (_request, reply) =>
      reply.type('text/plain').send('The web pages are not built: run `npm run build`.\n'),
    );
    return;
  }
  await server.register(fastifyStatic, {
    root: folder,
    // By the routes below, which say who may have what.
    serve: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/');
      const caching = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
      reply.header('cache-control', caching);
    },
  });
  for (const file of FILES) {
    server.get<{ Params: { '*'?: string } }>(file, permit('open'), async ({ params }, reply) =>
      reply.sendFile(file.replace('*', params['*'] ?? '').slice(1)),
    );
  }
  for (const page of PAGES) {
    server.get(page, permit(page === '/login' ? 'open' : 'enter'), async (_request, reply) => {
      onVisit();
      return reply.sendFile('index.html');
    });
  }
}
