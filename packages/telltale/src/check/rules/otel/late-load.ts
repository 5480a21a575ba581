import type { CheckRule } from '../../check-rule.ts';
import { importedModules } from '../../programs/imported-modules.ts';
import { programsIn } from '../../programs/program.ts';

/** Agents that are loaded behind what they should watch. */
export const otelLateLoad: CheckRule = {
  id: 'otel/late-load',
  severity: 'warning',
  why: 'An agent watches only modules that are loaded behind it: the ones in front give no spans.',
  doc: `Reported where a program loads newrelic, dd-trace, elastic-apm-node, applicationinsights or
@opentelemetry/auto-instrumentations-node behind a framework or client that they watch (express, pg,
redis, …). An agent that node --require loads first makes this harmless; then the line here is not needed.`,
  examples: [
    {
      wrong: {
        files: { 'app.js': `const express = require('express');\nconst newrelic = require('newrelic');\n` },
      },
      right: {
        files: { 'app.js': `const newrelic = require('newrelic');\nconst express = require('express');\n` },
      },
    },
    {
      wrong: { files: { 'app.ts': `import pg from 'pg';\nimport 'dd-trace/init';\n` } },
      right: { files: { 'app.ts': `import { readFile } from 'node:fs';\nimport 'dd-trace/init';\n` } },
    },
  ],
  *run({ texts }) {
    for (const program of programsIn(texts, 'javascript')) {
      const modules = importedModules(program);
      const watched = modules.findIndex(({ module }) => WATCHED.has(module));
      const late = modules.find(({ module }, at) => at > watched && AGENT.test(module));
      if (watched === -1 || !late || modules.slice(0, watched).some(({ module }) => AGENT.test(module)))
        continue;
      yield {
        place: program.text.placeOf(late.range),
        message: `${late.module} is loaded behind ${modules[watched].module}`,
        fix: 'make it the first line of the program, or load it with node --require',
      };
    }
  },
};

const AGENT =
  /^(?:newrelic|dd-trace(?:\/init)?|elastic-apm-node(?:\/start(?:\.js)?)?|applicationinsights|@opentelemetry\/auto-instrumentations-node(?:\/register)?)$/;
const WATCHED: ReadonlySet<string> = new Set([
  'express',
  'fastify',
  'koa',
  '@hapi/hapi',
  'hono',
  'http',
  'https',
  'node:http',
  'node:https',
  'pg',
  'mysql',
  'mysql2',
  'mongodb',
  'mongoose',
  'redis',
  'ioredis',
  'amqplib',
  'kafkajs',
  'undici',
  'openai',
]);
