import { createContext } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { useContext, useEffect, useMemo, useRef } from 'preact/hooks';

/** Something that the command palette offers: a place to go, or a thing to do. */
export interface Command {
  /** Equal for the same thing tomorrow: what was used lately comes first. */
  readonly id: string;
  readonly title: string;
  /** Said beside the title: `dashboard`, `counter, 24 series`. */
  readonly hint?: string;
  /** Other words that it is found by. */
  readonly keywords?: string;
  /** A path of these pages. */
  readonly href?: string;
  readonly run?: () => void;
}

/** Commands of one kind. */
export interface CommandProvider {
  /** Heading of the group; a provider of the same group takes the place of the one before. */
  readonly group: string;
  /** What there is for the typed text. Ranking is done by the palette; a station that searches itself may ignore more. */
  readonly find: (typed: string, signal: AbortSignal) => readonly Command[] | Promise<readonly Command[]>;
}

/** What can be found in the palette. */
export interface CommandRegistry {
  readonly register: (provider: CommandProvider) => () => void;
  readonly providers: () => readonly CommandProvider[];
}

/** Creates a registry without providers. */
function createCommandRegistry(): CommandRegistry {
  const providers = new Set<CommandProvider>();
  return {
    register: (provider) => {
      providers.add(provider);
      return () => providers.delete(provider);
    },
    providers: () => [...providers],
  };
}

const CommandContext = createContext<CommandRegistry | undefined>(undefined);

/** Gives the pages one registry. */
export function CommandRegistryProvider({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const registry = useMemo(createCommandRegistry, []);
  return <CommandContext.Provider value={registry}>{children}</CommandContext.Provider>;
}

/** What can be found in the palette. */
export function useCommandRegistry(): CommandRegistry {
  const registry = useContext(CommandContext);
  if (registry === undefined) throw new Error('no commands around this component');
  return registry;
}

/** Offers commands in the palette for as long as the component is there. */
export function useCommands(group: string, find: CommandProvider['find']): void {
  const registry = useCommandRegistry();
  const newest = useRef(find);
  newest.current = find;
  useEffect(
    () => registry.register({ group, find: (typed, signal) => newest.current(typed, signal) }),
    [registry, group],
  );
}
