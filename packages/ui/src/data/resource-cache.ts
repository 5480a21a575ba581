import type { StationEvent } from '@telltale/station/contract';
import { createResource } from './resource.ts';
import type { Resource } from './resource.ts';

/** When a cached resource is asked for again while the page shows it. */
export interface RefreshRule {
  /** Events after which it has changed. */
  readonly on?: readonly StationEvent[];
  /** Whether it is asked for at every refresh of the page. Default: true. */
  readonly isLive?: boolean;
}

/** Resources with parameters, one for each key. */
export interface ResourceCache {
  /** The resource of a key; `load` and `rule` are those of whoever asked for the key first. */
  readonly get: <T>(key: string, load: (signal: AbortSignal) => Promise<T>, rule: RefreshRule) => Resource<T>;
  /** Asks again for all live resources that the page shows. */
  readonly refresh: () => void;
  /** Asks again for what an event has changed. */
  readonly onEvent: (event: StationEvent) => void;
}

interface Entry {
  readonly resource: Resource<unknown>;
  readonly rule: RefreshRule;
}

/** Resources that nothing shows and that are kept, for whoever comes back to them. */
const MAX_UNUSED = 50;

/** Creates a cache without resources. */
export function createResourceCache(): ResourceCache {
  const entries = new Map<string, Entry>();

  const dropUnused = (): void => {
    const unused = [...entries].filter(([, { resource }]) => !resource.isUsed());
    for (const [key] of unused.slice(0, Math.max(0, unused.length - MAX_UNUSED))) entries.delete(key);
  };

  return {
    get: <T>(key: string, load: (signal: AbortSignal) => Promise<T>, rule: RefreshRule): Resource<T> => {
      const known = entries.get(key);
      // A key stands for one question: who asks it again expects an answer of the same type.
      if (known !== undefined) return known.resource as Resource<T>;
      dropUnused();
      const resource = createResource(load);
      entries.set(key, { resource, rule });
      return resource;
    },
    refresh: () => {
      for (const { resource, rule } of entries.values()) {
        if (rule.isLive !== false) resource.refreshIfUsed();
      }
    },
    onEvent: (event) => {
      for (const { resource, rule } of entries.values()) {
        if (rule.on?.includes(event) === true || event === 'hello') resource.refreshIfUsed();
      }
    },
  };
}
