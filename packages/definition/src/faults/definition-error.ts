import type { FilePosition } from '@telltale/model';
import { TelltaleError } from '@telltale/model';

/** One thing that is wrong with a definition. */
export interface DefinitionFault {
  /** Where in the definition, for example `alerts.HighErrorRate.for`. */
  readonly path: string;
  readonly message: string;
  /** Where in the file, as far as positions were recorded. */
  readonly position?: FilePosition;
}

/**
 * All that is wrong with a definition; code `TT_DEFINITION_INVALID`.
 *
 * @example
 * ```ts
 * import { DefinitionError, defineMonitoring, gauge, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({ service: 'shop', metrics: { 'carts-open': gauge({ help: 'Carts' }) } });
 * try {
 *   resolveDefinition(definition);
 * } catch (error) {
 *   if (error instanceof DefinitionError) console.log(error.faults[0].path); // metrics.carts-open
 * }
 * ```
 */
export class DefinitionError extends TelltaleError {
  readonly faults: readonly DefinitionFault[];

  constructor(faults: readonly DefinitionFault[]) {
    const title =
      faults.length === 1 ? 'The definition has a fault:' : `The definition has ${faults.length} faults:`;
    super('TT_DEFINITION_INVALID', [title, ...faults.map(line)].join('\n'));
    this.name = 'DefinitionError';
    this.faults = faults;
  }
}

function line({ path, message, position }: DefinitionFault): string {
  const place = position ? ` (${position.file}:${position.line}:${position.column})` : '';
  return `  ${path}: ${message}${place}`;
}
