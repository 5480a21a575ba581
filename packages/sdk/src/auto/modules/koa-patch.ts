import type { KoaMiddleware } from '../../http/hooks/koa.ts';
import type { ModulePatch } from './module-patch.ts';

interface KoaApplication {
  readonly middleware: unknown[];
}

/** Puts recording in front of all middleware of each application of Koa, when its server is made. */
export function koaPatch(middleware: KoaMiddleware): ModulePatch {
  const known = new WeakSet<KoaApplication>();
  return {
    name: 'koa',
    files: ['lib/application.js'],
    patch: (exports) => {
      const prototype: unknown = Reflect.get(exports, 'prototype');
      const callback: unknown = Reflect.get(Object(prototype), 'callback');
      if (typeof prototype !== 'object' || prototype === null || typeof callback !== 'function') {
        throw new Error('its application has no callback()');
      }
      Reflect.set(
        prototype,
        'callback',
        function (this: KoaApplication, ...args: readonly unknown[]): unknown {
          if (!known.has(this)) {
            known.add(this);
            this.middleware.unshift(middleware);
          }
          return Reflect.apply(callback, this, args);
        },
      );
      return undefined;
    },
  };
}
