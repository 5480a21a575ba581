import { SourceText } from '@telltale/formats';
import { describe, expect, it } from 'vitest';
import { createCheckedText } from '../workspace/checked-document.ts';
import type { TextLanguage } from '../workspace/workspace.ts';
import { pathOfProbe, servedRoutesOf } from './served-routes.ts';

function read(text: string, language: TextLanguage = 'javascript') {
  return servedRoutesOf([createCheckedText(language, new SourceText('app', text))]);
}

describe('servedRoutesOf', () => {
  it('finds paths of Express and the calls that their handlers wait for', () => {
    const { routes, isComplete } = read(`
      // app.get('/old', handler)
      app.get('/live', (req, res) => res.send('ok'));
      app.get('/health', async (req, res) => {
        try { await db.query('SELECT 1'); } catch { services.database = 'app.get("/no", x)'; }
        await this.redis.ping();
        await minioClient.bucketExists('files');
        res.json({ status: 'healthy' });
      });
      app.get('/ready', ready);
    `);
    expect(isComplete).toBe(true);
    expect(routes.map(({ path, isRead, calls }) => [path, isRead, calls.map(({ name }) => name)])).toEqual([
      ['/live', true, []],
      ['/health', true, ['db.query', 'this.redis.ping', 'minioClient.bucketExists']],
      ['/ready', false, []],
    ]);
  });

  it('says where a path stands', () => {
    const text = `x;\n app.get('/health', () => {});`;
    const { start, end } = read(text).routes[0].range;
    expect(text.slice(start, end)).toBe(`'/health'`);
  });

  it('what only looks like a route is none', () => {
    expect(read(`cache.get('/health'); map.get(key, 1); new Map().get('/x');`)).toEqual({
      routes: [],
      isComplete: true,
    });
  });

  it.each([
    ['a router below a prefix', `app.use('/api', router); router.get('/health', h)`],
    ['a computed path', 'app.get(`${base}/health`, h)'],
    ['a path from a variable', 'app.get(HEALTH, h)'],
    ['a server without a framework', `createServer((req, res) => res.end())`],
    ['a library that serves health paths', `import { createTerminus } from '@godaddy/terminus';`],
  ])('with %s not every path is known', (_, text) => expect(read(text).isComplete).toBe(false));

  it('finds paths of FastAPI and Flask with what is indented below them', () => {
    const { routes } = read(
      `
@app.get("/health")
async def health(
    db = Depends(get_db),
):
    # await redis.ping()
    await db.execute("SELECT 1")
    return {"status": "ok"}

async def other():
    await redis.ping()

@app.route('/live', methods=['GET'])
def live():
    return 'ok'
`,
      'python',
    );
    expect(routes.map(({ path, calls }) => [path, calls.map(({ name }) => name)])).toEqual([
      ['/health', ['db.execute']],
      ['/live', []],
    ]);
  });

  it('reads a long program of nested routes in time that grows with its length', () => {
    const text = `app.get('/a', async () => { `.repeat(20_000);
    expect(read(text).routes).toHaveLength(20_000);
  });
});

describe('pathOfProbe', () => {
  it.each([
    ['/health', '/health'],
    ['/health/', '/health'],
    ['/health?full=1', '/health'],
    ['/', '/'],
  ])('%s is %s', (path, expected) => expect(pathOfProbe(path)).toBe(expected));
});
