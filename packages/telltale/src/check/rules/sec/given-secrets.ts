import { composeServices } from '../../stack/compose-service.ts';
import { composeVariables, containerVariables } from '../../stack/environment-variable.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';
import { fillDefaults } from '../../stack/variables.ts';
import type { FindingPlace } from '../../finding.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { isPlaceholder, isSecretName } from './secret-values.ts';

/** A secret that a file gives a container in plain text. */
export interface GivenSecret {
  readonly name: string;
  readonly value: string;
  readonly place: FindingPlace;
  readonly isDevelopment: boolean;
}

/** The variables of Compose services and Kubernetes containers that hold a secret, written out. */
export function givenSecrets(workspace: Workspace): readonly GivenSecret[] {
  return [
    ...composeServices(workspace).flatMap(({ node, placeOf, isDevelopment }) =>
      composeVariables(node).flatMap(({ name, value, range }) =>
        given(name, value, placeOf(range), isDevelopment),
      ),
    ),
    ...containersOf(workspace).flatMap(({ node, placeOf }) =>
      containerVariables(node).flatMap(({ name, value, range }) => given(name, value, placeOf(range), false)),
    ),
  ];
}

function given(
  name: string,
  written: string,
  place: FindingPlace,
  isDevelopment: boolean,
): readonly GivenSecret[] {
  if (!isSecretName(name)) return [];
  const { text, hasVariables } = fillDefaults(written);
  return hasVariables || isPlaceholder(text) ? [] : [{ name, value: text, place, isDevelopment }];
}
