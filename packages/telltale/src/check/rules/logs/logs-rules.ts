import type { CheckRule } from '../../check-rule.ts';
import { logsDebugInProduction } from './debug-in-production.ts';
import { logsDirUnwritable } from './dir-unwritable.ts';
import { logsEsUrl } from './es-url.ts';
import { logsGrokOnJson } from './grok-on-json.ts';
import { logsGrokOverwrite } from './grok-overwrite.ts';
import { logsJsonTemplate } from './json-template.ts';
import { logsNoCorrelation } from './no-correlation.ts';
import { logsNoIlm } from './no-ilm.ts';
import { logsNoRotation } from './no-rotation.ts';
import { logsNoShipper } from './no-shipper.ts';
import { logsPipelineSyntax } from './pipeline-syntax.ts';
import { logsSharedFile } from './shared-file.ts';
import { logsTimestamp } from './timestamp.ts';

/** Rules of logs and their pipelines. */
export const LOGS_RULES: readonly CheckRule[] = [
  logsPipelineSyntax,
  logsGrokOnJson,
  logsGrokOverwrite,
  logsNoShipper,
  logsNoIlm,
  logsJsonTemplate,
  logsTimestamp,
  logsNoRotation,
  logsSharedFile,
  logsDirUnwritable,
  logsDebugInProduction,
  logsNoCorrelation,
  logsEsUrl,
];
