import { addressOf } from '../sites.ts';
import type { FaultName } from './faults.ts';
import { FAULTS } from './faults.ts';

/** Makes something go wrong, or well again. */
export async function setFault(name: FaultName, isOn: boolean, env: NodeJS.ProcessEnv): Promise<void> {
  const url = `http://${addressOf(FAULTS[name].program, env)}/fault/${name}`;
  const response = await fetch(url, { method: isOn ? 'PUT' : 'DELETE' });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
}
