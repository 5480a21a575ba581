import type { SourceNode } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';

/** A flag that a program is started with. */
export interface CommandFlag {
  /** Without dashes. */
  readonly name: string;
  /** What follows `=`; empty where nothing does. */
  readonly value: string;
  readonly range: SourceRange;
}

/** The flags in `command`, `args` and `entrypoint` of a Compose service or a Kubernetes container. */
export function commandFlags(service: SourceNode): readonly CommandFlag[] {
  return ['entrypoint', 'command', 'args'].flatMap((key) => {
    const node = service.get(key);
    if (!node) return [];
    return node.kind === 'list' ? node.items().flatMap(flagsIn) : flagsIn(node);
  });
}

/** A text may be a whole command line, or a script that ends with one. */
function flagsIn(node: SourceNode): readonly CommandFlag[] {
  const text = node.text() ?? '';
  return [...text.matchAll(/(?:^|[\s"'])--?([A-Za-z][\w.-]*)(?:=("[^"]*"|'[^']*'|[^\s"']*))?/g)].map(
    (match) => {
      const [whole, name, value = ''] = match as unknown as readonly (string | undefined)[];
      const start = match.index + (/^[\s"']/.test(whole ?? '') ? 1 : 0);
      const end = match.index + (whole ?? '').length;
      return {
        name: name ?? '',
        value: value.replaceAll(/^["']|["']$/g, ''),
        range: { start: node.offsetOf(start), end: node.offsetOf(end) },
      };
    },
  );
}
