import type { ParsedAlertmanagerConfiguration, SourceNode, SourceText } from '@telltale/formats';
import type { DefinitionDraft } from './definition-draft.ts';
import { draftReceivers } from './draft-receivers.ts';
import { draftRoutes } from './draft-routes.ts';

/** Keys of the section `global` that receivers take their defaults from. */
const TAKEN_GLOBAL = /^(?:slack_api_url|smtp_)/;

/** Takes receivers, routes and inhibitions over. */
export function draftAlertmanager(
  config: ParsedAlertmanagerConfiguration,
  source: SourceText,
  draft: DefinitionDraft,
): void {
  const placeOf = ({ start }: SourceNode) => `${source.file}:${source.positionAt(start).line}`;
  draftReceivers(config, placeOf, draft);
  draftRoutes(config, placeOf, draft);
  const { root, templates, timeIntervals } = config;
  const global = root?.get('global')?.entries() ?? [];
  const others = global.map(({ key }) => key).filter((key) => !TAKEN_GLOBAL.test(key));
  if (others.length > 0)
    draft.drop(source.file, `${others.join(', ')} of global`, 'a definition does not have them');
  for (const [what, list] of Object.entries({ 'time intervals': timeIntervals, templates })) {
    if (list.length > 0)
      draft.drop(source.file, `${what} ${list.join(', ')}`, 'a definition does not have them');
  }
}
