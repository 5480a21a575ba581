/** Where a binding holds. The innermost that is there wins: a drawer over the page, the page over all pages. */
export type KeyScope = 'everywhere' | 'page' | 'drawer';

/** Keys that do something. */
export interface KeyBinding {
  /**
   * A key as `KeyboardEvent.key` names it, one after the other with a space between: `r`, `[`, `g d`. `Mod+k` is
   * Ctrl with k, or ⌘ with k on a Mac.
   */
  readonly keys: string;
  /** What it does, for the help: `Refresh`. */
  readonly title: string;
  /** Heading that it stands below in the help. */
  readonly group: string;
  readonly run: () => void;
}

/** All that is bound at the moment. */
export interface KeyRegistry {
  /** Binds keys until the returned function is called. */
  readonly bind: (bindings: readonly KeyBinding[], scope: KeyScope) => () => void;
  /** Runs what is bound to a key; whether anything was, or may still come of it. */
  readonly press: (key: PressedKey) => boolean;
  /** What is bound, each combination once, in the order of its scope. */
  readonly list: () => readonly (KeyBinding & { readonly scope: KeyScope })[];
}

/** The part of a `KeyboardEvent` that matters. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Whether it goes into a field, where letters are text. */
  readonly isTyping: boolean;
}

interface Bound {
  readonly bindings: readonly KeyBinding[];
  readonly scope: KeyScope;
}

const SCOPES: readonly KeyScope[] = ['drawer', 'page', 'everywhere'];
/** The second key of two follows within this time. */
const SEQUENCE_MS = 1200;

/** Creates a registry in which nothing is bound. */
export function createKeyRegistry(options: {
  readonly isMac: boolean;
  readonly nowMs: () => number;
}): KeyRegistry {
  const bound = new Set<Bound>();
  let started: { readonly key: string; readonly atMs: number } | undefined;

  /** The newest of the innermost scope comes first. */
  const inOrder = (): readonly (KeyBinding & { readonly scope: KeyScope })[] =>
    SCOPES.flatMap((scope) =>
      [...bound]
        .filter((one) => one.scope === scope)
        .reverse()
        .flatMap(({ bindings }) => bindings.map((binding) => ({ ...binding, scope }))),
    );
  const find = (keys: string): KeyBinding | undefined => inOrder().find((binding) => binding.keys === keys);

  return {
    bind: (bindings, scope) => {
      const one = { bindings, scope };
      bound.add(one);
      return () => bound.delete(one);
    },
    list: () => {
      const seen = new Set<string>();
      return inOrder().filter(({ keys }) => !seen.has(keys) && seen.add(keys));
    },
    press: (pressed) => {
      const name = nameOf(pressed, options.isMac);
      if (name === undefined) return false;
      const now = options.nowMs();
      const before = started !== undefined && now - started.atMs <= SEQUENCE_MS ? started.key : undefined;
      started = undefined;
      const binding = (before === undefined ? undefined : find(`${before} ${name}`)) ?? find(name);
      if (binding !== undefined) {
        binding.run();
        return true;
      }
      const isBeginning = inOrder().some(({ keys }) => keys.startsWith(`${name} `));
      if (isBeginning) started = { key: name, atMs: now };
      return isBeginning;
    },
  };
}

/** `undefined` for keys that are none of ours: text in fields, and combinations that belong to the browser. */
function nameOf({ key, ctrlKey, metaKey, altKey, isTyping }: PressedKey, isMac: boolean): string | undefined {
  const isMod = isMac ? metaKey : ctrlKey;
  if (isMod) return `Mod+${key.toLowerCase()}`;
  if (isTyping || ctrlKey || metaKey || altKey) return undefined;
  return key;
}
