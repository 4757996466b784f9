/**
 * @file `npm run bench`: our training step and inference beside stock TensorFlow.js, jax-js and onnxruntime-web, in one run. Installs
 * what only the benchmark needs (bench/package.json), builds, runs the suites one after another and prints a report.
 * Progress goes to standard error. What is measured and how: bench/README.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureInstall, ROOT } from './ensure-install.mjs';

/** Where the user stands: npm itself runs scripts in the repository's root. */
const userFolder = process.env.INIT_CWD ?? process.cwd();
const say = (line) => console.error(line);

try {
  ensureInstall();
  const { HELP, readOptions } = await import('../bench/options.mjs');
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else await main(options);
} catch (error) {
  say(error instanceof Error ? stripVTControlCharacters(error.message).replace(/\s*\n\s*/g, ' ') : String(error));
  process.exitCode = 1;
}

async function main({ json, dawn, suites }) {
  ensurePeers();
  const [{ buildForNode, buildPage, removeBuild }, { openChromium, openDawn }, { runSuite }, { linesOf, reportOf }] = await Promise.all(
    ['build', 'hosts', 'suites', 'report'].map((name) => import(`../bench/${name}.mjs`)),
  );
  const inNode = (suite) => dawn || suite.place === 'null';
  process.on('exit', removeBuild);
  say('Building…');
  const page = suites.every(inNode) ? '' : await buildPage();
  const modules = suites.some(inNode) ? await buildForNode() : '';
  const entries = [];
  const finish = () => {
    const report = reportOf(entries, process.argv.slice(2));
    if (json) writeFileSync(resolve(userFolder, json), `${JSON.stringify(report, null, 2)}\n`);
    return report;
  };
  for (const suite of suites) {
    say(`${suite.name}…`);
    let host;
    try {
      host = inNode(suite) ? await openDawn(modules, suite.place) : await openChromium(page, suite.place);
      entries.push(await runSuite(host, suite, say));
    } catch (error) {
      entries.push({
        name: suite.name,
        model: suite.model,
        batch: suite.batch,
        where: inNode(suite) ? 'Node on Dawn' : 'Chromium',
        absent: error.message,
      });
    } finally {
      await host?.close();
    }
    finish(); // a run that is ended early leaves what it has
  }
  for (const line of linesOf(finish())) console.log(line);
}

/** Installs the packages of bench/ when they are missing. */
function ensurePeers() {
  const folder = join(ROOT, 'bench');
  if (['@jax-js/jax', 'webgpu'].every((name) => existsSync(join(folder, 'node_modules', name)))) return;
  say('Installing the libraries to compare with (npm ci in bench/)…');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new Error(
      'The libraries to compare with could not be installed (the reason is above): check the network and run the command again.',
    );
}
