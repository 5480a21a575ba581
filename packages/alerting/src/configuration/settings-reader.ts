import type { SourceNode } from '@telltale/formats';
import type { Secret } from '@telltale/model';
import type { ConfigurationSource } from './configuration-source.ts';
import type { InlineSecrets } from './inline-secrets.ts';

/** Where settings of an integration are looked for: its own, then the section `global`. */
export interface SettingsReader {
  readonly source: ConfigurationSource;
  /** Name of the receiver, for messages. */
  readonly receiver: string;
  readonly node: SourceNode;
  /** A setting as text; `globalName` names the one of the section `global` that stands in for it. */
  text(name: string, globalName?: string): string | undefined;
  flag(name: string, globalName?: string): boolean | undefined;
  /** A secret that is written out or in a file (`name_file`). */
  secret(name: string, globalName?: string): Secret | undefined;
  /** Keeps a secret that is written out at a node. */
  inline(name: string, written: SourceNode): Secret;
  /** A setting that is a template, with the named templates it can use. */
  template(name: string): string | undefined;
  /** A template with the named templates it can use. */
  expand(template: string): string;
  /** Warns of settings that nothing is done with. */
  ignoreOthers(known: readonly string[]): void;
}

/** What {@link createSettingsReader} takes. */
export interface SettingsOptions {
  readonly source: ConfigurationSource;
  readonly secrets: InlineSecrets;
  readonly receiver: string;
  readonly kind: string;
  readonly node: SourceNode;
  readonly global: SourceNode | undefined;
  /** `{{ define }}` blocks of the template files. */
  readonly templates: string;
}

/** Reads the settings of one integration; what is not there is taken from `global`. */
export function createSettingsReader(options: SettingsOptions): SettingsReader {
  const { source, secrets, receiver, kind, node, global, templates } = options;
  const find = (name: string, globalName: string | undefined): SourceNode | undefined => {
    const own = valueOf(node, name);
    return own ?? (globalName === undefined ? undefined : valueOf(global, globalName));
  };
  const inline = (name: string, written: SourceNode): Secret =>
    secrets.add(written.text() ?? '', `${receiver}.${kind}.${name}@${written.start}`);
  const expand = (template: string) => (template.includes('{{') ? templates + template : template);
  return {
    source,
    receiver,
    node,
    text: (name, globalName) => find(name, globalName)?.text(),
    flag: (name, globalName) => find(name, globalName)?.boolean(),
    secret: (name, globalName) => {
      for (const [holder, key] of [[node, name] as const, [global, globalName] as const]) {
        if (key === undefined) continue;
        const file = valueOf(holder, `${key}_file`)?.text();
        if (file !== undefined) return { file: source.pathOf(file) };
        const written = valueOf(holder, key);
        if (written) return inline(key, written);
      }
      return undefined;
    },
    inline,
    template: (name) => {
      const text = valueOf(node, name)?.text();
      return text === undefined ? undefined : expand(text);
    },
    expand,
    ignoreOthers: (known) => {
      const ignored = node.entries().flatMap(({ key }) => (known.includes(key) ? [] : [key]));
      if (ignored.length === 0) return;
      source.warn(
        node,
        `${ignored.join(', ')} of the ${kind} receiver '${receiver}': nothing is done with it`,
      );
    },
  };
}

function valueOf(node: SourceNode | undefined, name: string): SourceNode | undefined {
  const value = node?.get(name);
  return value === undefined || value.kind === 'null' || value.text() === '' ? undefined : value;
}
