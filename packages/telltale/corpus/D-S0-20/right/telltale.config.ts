import { defineMonitoring } from '@telltale/sdk/define';

export default defineMonitoring({
  service: 'altium-kicad',
  targets: {
    'altium-kicad-migration': { address: 'pushgateway:9091', every: '30s', batch: true },
  },
});
