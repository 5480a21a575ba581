import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { METRICS, POINTS, SERIES, STEP_MS, valueAt } from './shape.ts';

/*
 * The same twenty charts with nothing around them: uPlot alone, the data fetched as JSON in one request. What our
 * page costs more is what a page costs.
 */

const uplot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.iife.min.js');
const style = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css');
const COLOURS = [
  '#0072b2',
  '#c26e00',
  '#008562',
  '#a3508f',
  '#2f8fc4',
  '#8a7a00',
  '#c2410c',
  '#5d6974',
  '#111',
  '#777',
];

const PAGE = `<!doctype html><meta charset="utf-8"><title>bare</title>
<link rel="stylesheet" href="/uplot.css">
<style>body{margin:16px;font:13px system-ui}main{display:grid;grid-template-columns:repeat(2,1fr);gap:12px}h3{margin:0}</style>
<main></main><script src="/uplot.js"></script><script src="/page.js"></script>`;

const SCRIPT = `
const main = document.querySelector('main');
const colours = ${JSON.stringify(COLOURS)};
let plots = [];
async function load() {
  const panels = await (await fetch('/data')).json();
  if (plots.length === 0) {
    plots = panels.map(({ title, data }) => {
      const place = main.appendChild(document.createElement('article'));
      place.appendChild(document.createElement('h3')).textContent = title;
      const series = [{}, ...data.slice(1).map((_, i) => ({ label: 's' + i, stroke: colours[i], width: 1.5, points: { show: false } }))];
      const cursor = { sync: { key: 'bare' } };
      return new uPlot({ ms: 1, width: place.clientWidth, height: 172, series, cursor, legend: { show: false } }, data, place);
    });
  } else panels.forEach(({ data }, i) => plots[i].setData(data));
  document.body.dataset.loads = Number(document.body.dataset.loads ?? 0) + 1;
}
globalThis.load = load;
load();
`;

/** Data as of a moment: each refresh has other numbers. */
function dataJson(offset: number): string {
  const endMs = Date.UTC(2026, 0, 1) + offset * STEP_MS;
  const times = Array.from({ length: POINTS }, (_, point) => endMs - (POINTS - point) * STEP_MS);
  const panels = Array.from({ length: METRICS }, (_, metric) => ({
    title: `Panel ${metric}`,
    data: [
      times,
      ...Array.from({ length: SERIES }, (__, series) =>
        times.map((___, point) => valueAt(metric, series, point + offset)),
      ),
    ],
  }));
  return JSON.stringify(panels);
}

/** Serves the bare page. */
export async function startBarePage(): Promise<{ readonly url: string; readonly server: Server }> {
  let asked = 0;
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html', PAGE],
    '/page.js': ['text/javascript', SCRIPT],
    '/uplot.js': ['text/javascript', readFileSync(uplot, 'utf8')],
    '/uplot.css': ['text/css', readFileSync(style, 'utf8')],
  };
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file) return response.setHeader('content-type', file[0]).end(file[1]);
    if (request.url !== '/data') return response.writeHead(404).end();
    return response.setHeader('content-type', 'application/json').end(dataJson(asked++));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
