/**
 * @file `npm start`: installs and builds what is missing, serves the app on a free local port, and opens a
 * browser where there is a desktop.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensureInstall } from './ensure-install.mjs';

const HELP = `Usage: npm start -- [--port N] [--no-open]

  --port N     serve on this port; without it, the first free one from 4173
  --no-open    print the address only
  --help       show this text`;

const FIRST_PORT = 4173;
const PORTS_TRIED = 100;

try {
  await start(readFlags());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

/** @returns {{ port: number | undefined, open: boolean }} ends the program for --help */
function readFlags() {
  let values;
  try {
    ({ values } = parseArgs({
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch (error) {
    throw new Error(
      `${error.message.split('. ')[0].replace(/\.$/, '')}: npm start knows --port N, --no-open and --help, written after --, as in: npm start -- --port 8080`,
    );
  }
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  // `npm start --port 8080`, without --, reaches us as a variable.
  const text = values.port ?? process.env.npm_config_port;
  const open = !values['no-open'] && process.env.npm_config_open === undefined;
  if (text === undefined) return { port: undefined, open };
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) throw new Error(`--port needs a whole number from 1 to 65535, not “${text}”.`);
  return { port, open };
}

async function start({ port, open }) {
  ensureInstall();
  const { ensureBuild } = await import('./ensure-build.mjs');
  const { holdBuild } = await import('./hold-build.mjs');
  const folder = holdBuild(await ensureBuild());
  const server = await serveOnFreePort(folder, port);
  console.log(`The playground runs at ${server.url}  (Ctrl-C ends it)`);
  if (open) openBrowser(server.url);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      server.close();
      process.exit(0);
    });
  }
}

async function serveOnFreePort(folder, wanted) {
  const { serve } = await import('./serve.mjs');
  const last = wanted ?? FIRST_PORT + PORTS_TRIED - 1;
  for (let port = wanted ?? FIRST_PORT; port <= last; port++) {
    try {
      return await serve({ folder, port });
    } catch (error) {
      if (error.code === 'EACCES') throw new Error(`Port ${port} needs more rights than this program has: choose one above 1023.`);
      if (error.code !== 'EADDRINUSE') throw error;
    }
  }
  if (wanted !== undefined) throw new Error(`Port ${wanted} is in use: choose another with --port, or leave it out to take a free one.`);
  throw new Error(`Ports ${FIRST_PORT} to ${last} are all in use: name a free one with --port.`);
}

/** Opens the address where there is a desktop; without one, the printed address is enough. */
function openBrowser(url) {
  const desktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!desktop || process.env.CI) return;
  const [program, ...args] =
    process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', url] : ['xdg-open', url];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.error(`No browser could be opened (${program} is missing): open the address yourself.`));
  child.unref();
}
