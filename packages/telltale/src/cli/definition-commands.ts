import type { AddCommand } from './add-command.ts';
import { configOption, jsonOption } from './common-options.ts';

const addInit: AddCommand = (program, io, finish) => {
  program
    .command('init')
    .description('write a definition, of the files that other tools have where there are some')
    .option('--from <source...>', 'prometheus.yml, rule files, alertmanager.yml, dashboards, a metrics page')
    .option('-o, --out <file>', 'where to write', 'telltale.config.ts')
    .option('--service <name>', "name of the service (default: the folder's)")
    .addOption(jsonOption())
    .action(async (options) => {
      const { initCommand } = await import('../commands/init.ts');
      finish(await initCommand(options, io));
    });
};

const addGen: AddCommand = (program, io, finish) => {
  program
    .command('gen')
    .description('write the files of the stack from the definition')
    .argument('<what>', 'all, prometheus, alertmanager, grafana, compose, docs …; anything else lists them')
    .addOption(configOption())
    .option('-o, --out <folder>', 'where to write (default: the folder of the definition)')
    .option('--check', 'write nothing, and fail where a file is not as the definition says')
    .option('--force', 'replace files that were not generated, too')
    .option('--env <name>', 'the environment of the definition')
    .option('--target <program=version>', 'write for an older server, such as prometheus=2.42')
    .option('--ha', 'two of everything that can be lost')
    .option('--network <where>', 'where the servers run: compose, or host')
    .option('--private', "a network without a way out, and no port but Grafana's and the proxy's")
    .option('--dashboards <for>', 'who reads the dashboards: provision, import or api')
    .option('--web-user <name:hash...>', 'who may ask Prometheus, with a bcrypt hash')
    .option('--web-tls <certificate,key>', "files of Prometheus' own certificate")
    .action(async (what: string, options) => {
      const { genCommand } = await import('../commands/gen.ts');
      finish(await genCommand({ ...options, what }, io));
    });
};

const addTypes: AddCommand = (program, io, finish) => {
  program
    .command('types')
    .description('declare the metrics of a page, for programs in other languages')
    .argument('<source>', 'file, URL or HOST:PORT of a metrics page')
    .option('-o, --out <file>', 'TypeScript file to write (default: standard output)')
    .action(async (source: string, options) => {
      const { typesCommand } = await import('../commands/types.ts');
      finish(await typesCommand({ ...options, source }, io));
    });
};

/** Commands that make a definition, or files of one. */
export const DEFINITION_COMMANDS: readonly AddCommand[] = [addInit, addGen, addTypes];
