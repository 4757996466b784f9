/**
 * @file `npm run lab -- VERB …`: the page's engine without the page. Finds the verb's file in scripts/lab/ and reads its
 * arguments. Progress goes to standard error; the exit code is 0 or 1, and then the last line says what went wrong.
 * Formats and examples: docs/lab.md.
 */
import { parseArgs } from 'node:util';
import { closeSources } from './lab/sources.mjs';

const VERBS = ['run', 'predict', 'inspect', 'export'];

const HELP = `Usage: npm run lab -- VERB …

  run EXPERIMENT.json [--out RESULT.json] [--no-project]
                                              train and measure what the file describes
  predict --model DIR --input FILE.npy --out LOGITS.npy [--backend cpu|wasm|webgl|webgpu]
                                              logits of a checkpoint for an input that is already normalised
  inspect MODEL [--json]                      family, names, shapes and what fits; MODEL is an id, a folder or a file
  export RESULT.json --to DIR                 the PyTorch project that goes on where a finished run stopped
  --help                                      show this text

Formats are in docs/lab.md.`;

/** Where the user stands: npm itself runs scripts in the repository's root. */
const userFolder = process.env.INIT_CWD ?? process.cwd();
const say = (line) => console.error(line);
// `lab inspect … | head` closes standard output early; that is no failure.
process.stdout.on('error', ({ code }) => process.exit(code === 'EPIPE' ? 0 : 1));

try {
  const [verb, ...rest] = process.argv.slice(2);
  if (verb === '--help' || verb === '-h' || rest.includes('--help')) console.log(HELP);
  else if (!VERBS.includes(verb)) throw new Error(`The lab knows ${VERBS.join(', ')}, not “${verb ?? ''}”; see npm run lab -- --help.`);
  else {
    const { OPTIONS, main } = await import(`./lab/${verb}.mjs`);
    await main({ ...readArguments(verb, rest, OPTIONS), userFolder, say });
  }
} catch (error) {
  say(oneLine(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
} finally {
  await closeSources();
}

function readArguments(verb, args, options) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    const known = Object.keys(options)
      .map((name) => `--${name}`)
      .join(', ');
    throw new Error(`${error.message.split(/\. |\n/)[0]}: ${verb} knows ${known}; see npm run lab -- --help.`);
  }
}

function oneLine(text) {
  return text.replace(/\s*\n\s*/g, ' ');
}
