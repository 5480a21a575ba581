import type { HonoMiddleware } from '../../http/hooks/hono.ts';
import type { ModulePatch } from './module-patch.ts';

/** What is used of an application of Hono. */
interface HonoApplication {
  use(path: string, middleware: HonoMiddleware): unknown;
}

type HonoClass = new (...args: readonly unknown[]) => HonoApplication;

const ENTRIES = ['index.js', 'preset/quick.js', 'preset/tiny.js'];

/** Puts recording in front of all middleware of each application of Hono, when it is made. */
export function honoPatch(middleware: HonoMiddleware): ModulePatch {
  return {
    name: 'hono',
    files: ENTRIES.flatMap((file) => [`dist/${file}`, `dist/cjs/${file}`]),
    patch: ({ Hono }) => {
      if (typeof Hono !== 'function') throw new Error('it exports no Hono');
      const Original = Hono as HonoClass;
      class Recorded extends Original {
        constructor(...args: readonly unknown[]) {
          super(...args);
          this.use('*', middleware);
        }
      }
      Object.defineProperty(Recorded, 'name', { value: Hono.name });
      return { Hono: Recorded };
    },
  };
}
