// The command line as it is published: `dist`, whatever sources lie beside it.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { main } = await import('../../packages/telltale/dist/cli/main.js');
await main(process.argv.slice(2));
