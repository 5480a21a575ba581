import { describe, expect, it } from 'vitest';
import { resolved as resolve } from '../../test/resolved-preset.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { aiApp } from './ai-app/ai-app.ts';
import { framework } from './framework/framework.ts';
import { migration } from './migration/migration.ts';
import { pipeline } from './pipeline/pipeline.ts';
import { webapp } from './webapp/webapp.ts';

const PRESETS = {
  migration: defineMonitoring({ service: 's', preset: migration() }),
  pipeline: defineMonitoring({ service: 's', preset: pipeline() }),
  webapp: defineMonitoring({ service: 's', preset: webapp() }),
  framework: defineMonitoring({ service: 's', preset: framework() }),
  'ai-app': defineMonitoring({ service: 's', preset: aiApp() }),
};

describe.each(Object.entries(PRESETS))('the preset %s', (name, definition) => {
  const resolved = resolve(definition);

  it('resolves under its name without a fault', () => {
    expect(resolved.preset).toBe(name);
    expect(definition.kind).toBe('telltale.definition');
  });

  it('has alerts with a severity, a summary, a runbook and a time each', () => {
    const alerts = resolved.rules.filter((rule) => rule.kind === 'alerting');
    expect(alerts.length).toBeGreaterThan(3);
    for (const alert of alerts) {
      expect(alert.labels.severity, alert.name).toMatch(/^(?:page|critical|ticket|warning|info)$/);
      expect(alert.annotations.summary, alert.name).toBeTruthy();
      expect(alert.annotations.runbook_url, alert.name).toMatch(/^docs\/runbooks\/[a-z0-9-]+\.md$/);
      expect(alert.forMs, alert.name).toBeGreaterThanOrEqual(0);
    }
  });

  it('has panels with a description and a legend for each query', () => {
    const panels = resolved.dashboards.flatMap((dashboard) => dashboard.panels);
    expect(panels.filter(({ description }) => !description)).toEqual([]);
    expect(panels.flatMap(({ queries }) => queries).filter(({ legend }) => legend === '')).toEqual([]);
  });

  it('has no two panels of one title in a dashboard, and no two dashboards at one address', () => {
    for (const { panels } of resolved.dashboards) {
      expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    }
    const slugs = resolved.dashboards.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
  });
});
