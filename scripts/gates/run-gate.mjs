/**
 * @file Runs one gate: starts its program without a terminal, ends it when it takes too long, counts what it reports,
 * and prints one line; after a failure also what the program said.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../ensure-install.mjs';

const DEFAULT_MINUTES = 5;
/** Characters of a failing gate's output that are shown, from its end. */
const SHOWN = 20_000;

/**
 * @param {import('./list.mjs').Gate} gate
 * @returns {Promise<{ name: string, passed: number, failed: number }>}
 */
export async function runGate(gate, { reports, noBrowser }) {
  const why = gate.skip?.() ?? '';
  if (why) {
    console.log(`skip  ${gate.name.padEnd(13)} ${why}`);
    return { name: gate.name, passed: 0, failed: 0 };
  }
  if (gate.needsBrowser && noBrowser) return finish(gate, 0, { passed: 0, failed: 1, skipped: 0 }, noBrowser);

  const started = Date.now();
  const { code, output, tooLong } = await runProgram(gate, reports);
  const counted = readCount(gate, reports);
  const ok = code === 0;
  const count = counted ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const notes = [output];
  if (tooLong) notes.push(`Ended after ${gate.minutes ?? DEFAULT_MINUTES} minutes.`);
  if (gate.count && ok && count.passed + count.failed === 0) {
    count.failed += 1;
    notes.push('No test ran: a gate that checks nothing must not pass.');
  } else if (!ok && count.failed === 0) count.failed += 1;
  return finish(gate, Date.now() - started, count, notes.join('\n'));
}

function finish(gate, ms, { passed, failed, skipped }, output) {
  const result = failed > 0 ? 'FAIL' : 'ok  ';
  const tests = gate.count ? `  ${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}` : '';
  console.log(`${result}  ${gate.name.padEnd(13)} ${(ms / 1000).toFixed(1).padStart(6)} s${tests}`);
  if (failed > 0) console.log(`\n${output.trim().slice(-SHOWN)}\n`);
  return { name: gate.name, passed, failed };
}

function runProgram(gate, reports) {
  const [program, ...args] = gate.command(reports);
  const env = { ...process.env, CI: '1', NO_COLOR: '1', ...gate.env };
  delete env.FORCE_COLOR;
  if (env.PLAYWRIGHT_JSON_OUTPUT_FILE) env.PLAYWRIGHT_JSON_OUTPUT_FILE = join(reports, gate.report);
  return new Promise((resolve) => {
    let output = '';
    let tooLong = false;
    // Its own process group, so that its browsers end with it.
    const grouped = process.platform !== 'win32';
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], detached: grouped });
    const end = () => {
      if (child.exitCode !== null || child.pid === undefined) return;
      if (grouped) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    };
    const timer = setTimeout(
      () => {
        tooLong = true;
        end();
      },
      (gate.minutes ?? DEFAULT_MINUTES) * 60_000,
    );
    const interrupt = () => {
      end();
      process.exit(130);
    };
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    const done = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      resolve({ code, output, tooLong });
    };
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => {
      output += error.message;
      done(1);
    });
    child.on('close', done);
  });
}

function readCount(gate, reports) {
  if (!gate.count) return undefined;
  const path = join(reports, gate.report);
  if (!existsSync(path)) return { passed: 0, failed: 0, skipped: 0 };
  try {
    return gate.count(readFileSync(path, 'utf8'));
  } catch {
    // A report that was cut off: the exit code decides.
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
