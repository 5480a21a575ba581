import type { CheckRule } from '../../check-rule.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { checkedPipelines, settingOf } from './checked-pipelines.ts';
import { examplePipeline } from './example-pipeline.ts';

/** A new index every day, and none ever deleted. */
export const logsNoIlm: CheckRule = {
  id: 'logs/no-ilm',
  severity: 'warning',
  preset: 'strict',
  why: 'Indices pile up until the disk or the limit of shards is reached, and then nothing is written any more.',
  doc: `Reported for an elasticsearch output whose index has the date in its name, where nothing here sets a
lifecycle policy: no ilm_policy or data_stream in the pipeline, no _ilm/policy or curator in a script,
program or guide, no retention of logs in a definition. The policy may be set out of sight, which is why
this is not certain.`,
  examples: [
    {
      wrong: {
        files: {
          'logstash.conf': examplePipeline({ output: 'elasticsearch { index => "shop-%{+YYYY.MM.dd}" }' }),
        },
      },
      right: {
        files: { 'logstash.conf': examplePipeline({ output: 'elasticsearch { data_stream => true }' }) },
      },
    },
    {
      wrong: {
        files: {
          'logstash.conf': examplePipeline({ output: 'elasticsearch { index => "shop-%{+YYYY.MM.dd}" }' }),
        },
      },
      right: {
        files: {
          'logstash.conf': examplePipeline({ output: 'elasticsearch { index => "shop-%{+YYYY.MM.dd}" }' }),
          'setup.sh': 'curl -X PUT "$ES/_ilm/policy/shop" -d @policy.json\n',
        },
      },
    },
  ],
  *run(workspace) {
    if (hasRetention(workspace)) return;
    for (const { plugins, text } of checkedPipelines(workspace.texts)) {
      for (const { plugin } of plugins.filter((each) => each.plugin.name === 'elasticsearch')) {
        const index = settingOf(plugin, 'index');
        const isDaily = index?.kind === 'string' && index.text.includes('%{+');
        if (!isDaily || !index.range || settingOf(plugin, 'ilm_policy') || settingOf(plugin, 'data_stream'))
          continue;
        yield {
          place: text.placeOf(index.range),
          message: 'a new index every day, and nothing here deletes the old ones',
          fix: 'add a lifecycle policy with a delete phase and an index template that names it',
        };
      }
    }
  },
};

function hasRetention({ texts, definitions }: Workspace): boolean {
  return (
    definitions.some(({ resolved }) => resolved.logs?.retentionMs !== undefined) ||
    texts.some(({ source }) => /_ilm\/policy|put_lifecycle|putLifecycle|\bcurator\b/.test(source.text))
  );
}
