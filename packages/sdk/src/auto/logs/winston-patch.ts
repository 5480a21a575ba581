import type { ModulePatch } from '../modules/module-patch.ts';
import { addWorkIds } from './work-ids.ts';

/** Adds ids of trace, span and request to the records of every logger of winston. */
export function winstonPatch(isOn: () => boolean): ModulePatch {
  return {
    name: 'winston',
    files: ['lib/winston/logger.js'],
    patch: (exports) => {
      const prototype: unknown = Reflect.get(exports, 'prototype');
      const write: unknown = Reflect.get(Object(prototype), 'write');
      if (typeof prototype !== 'object' || prototype === null || typeof write !== 'function') {
        throw new Error('its logger has no write()');
      }
      Reflect.set(prototype, 'write', function (this: unknown, ...args: readonly unknown[]): unknown {
        const [record] = args;
        if (isOn() && typeof record === 'object' && record !== null) addWorkIds(record);
        return Reflect.apply(write, this, args);
      });
      return undefined;
    },
  };
}
