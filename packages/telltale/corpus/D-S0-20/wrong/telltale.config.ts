import { defineMonitoring } from '@telltale/sdk/define';

export default defineMonitoring({
  service: 'altium-kicad',
  targets: {
    'altium-kicad-migration': { address: 'altium-kicad:8080', every: '30s', batch: true },
  },
});
