import type { Secret } from '@telltale/model';
import type { FaultList } from './fault-list.ts';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reports a secret that does not say where it comes from. What was written is not repeated: it may be the
 * secret itself.
 *
 * @param example Name of a variable, for the message.
 */
export function checkSecret(secret: Secret, path: string, example: string, faults: FaultList): void {
  const given: unknown = secret;
  if (typeof given === 'string') {
    faults.add(path, `a secret never stands in a definition: write { env: '${example}' } or { file: '…' }`);
  } else if (typeof given !== 'object' || given === null || 'env' in given === 'file' in given) {
    faults.add(path, `say where the secret is: { env: '${example}' } or { file: '…' }`);
  } else if ('env' in secret && !VARIABLE.test(secret.env)) {
    faults.add(`${path}.env`, `write the name of a variable of the environment, such as ${example}`);
  } else if ('file' in secret && (typeof secret.file !== 'string' || secret.file === '')) {
    faults.add(`${path}.file`, 'write the path of a file, such as /run/secrets/key');
  }
}
