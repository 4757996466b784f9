/**
 * @file The report: what `--json` writes, and the lines that are printed. A number that was not measured is absent, never filled in.
 */
import { cpus, loadavg } from 'node:os';

/** Which suite stands for all where one number is wanted: the best device that was measured. */
const PLACES = ['gpu', 'wasm', 'software'];

/** Programs that ran or waited for a processor in the minute before the benchmark began, on average. */
const load = Number(loadavg()[0].toFixed(1));

/** @param {object[]} suites entries of `runSuite` @param {string[]} command arguments of the run */
export function reportOf(suites, command) {
  const [cpu] = cpus();
  const adapters = [
    ...new Set(suites.filter(({ absent }) => !absent).map(({ where, adapter }) => (adapter ? `${where}, ${adapter}` : where))),
  ];
  const measured = suites.filter(({ absent }) => !absent);
  const step = firstOf(measured, 'nano-step', ({ m2ptToBaseline }) => m2ptToBaseline);
  const forward = firstOf(measured, 'nano-forward', ({ merged }) => merged?.toBaseline);
  const cost = measured.find(({ name, oursIs }) => name === 'nano-step-null' && oursIs);
  const counted = cost ?? measured.find(({ name, oursIs, stock }) => name.startsWith('nano-step') && oursIs && stock?.dispatches);
  return {
    device: `${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores; ${adapters.join('; ')}`,
    date: new Date().toISOString(),
    load,
    command: ['npm run bench', ...(command.length > 0 ? ['--', ...command] : [])].join(' '),
    suites,
    ...(counted ? { dispatches: threeOf(counted, 'dispatches') } : {}),
    ...(cost ? { cpuMs: threeOf(cost, 'cpuMs') } : {}),
    ...(step ? { m2ptToBaseline: step.m2ptToBaseline } : {}),
    ...(forward ? { mergedToBaseline: forward.merged.toBaseline } : {}),
    measuredOn: { dispatches: counted?.name, cpuMs: cost?.name, m2ptToBaseline: step?.name, mergedToBaseline: forward?.name },
  };
}

/** `ours` is the step with a pathway, `oursPlain` the one on the model that the others train. */
function threeOf(suite, key) {
  const best = suite.oursIs;
  return {
    ours: suite.ours[`${best}-m2pt`]?.[key],
    oursPlain: suite.ours[best]?.[key],
    stock: suite.stock?.[key],
    jaxjs: suite.jaxjs?.[key],
  };
}

function firstOf(suites, start, has) {
  return PLACES.map((place) => suites.find(({ name }) => name === `${start}-${place}`)).find((suite) => suite && has(suite));
}

/** @returns lines for people */
export function linesOf(report) {
  const lines = [report.device, `${report.load} programs at work in the minute before`, ''];
  for (const suite of report.suites) {
    lines.push(`${suite.name}: ${suite.model}, batch ${suite.batch}, ${suite.where}${suite.adapter ? `, ${suite.adapter}` : ''}`);
    if (suite.absent) {
      lines.push(`  not measured: ${suite.absent}`, '');
      continue;
    }
    for (const [row, entry] of [...Object.entries(suite.ours), ...['stock', 'jaxjs', 'onnx'].map((row) => [row, suite[row]])])
      if (entry) lines.push(rowLine(row, entry));
    for (const [kernel, { ours, ratios, agreement }] of Object.entries(suite.kernels ?? {}))
      lines.push(...kernelLines(kernel, ours, ratios, agreement));
    for (const [name, values] of Object.entries(suite.ratios)) lines.push(`  ${name} ${interval(values)}`);
    if (suite.m2ptToBaseline) lines.push(`  m2ptToBaseline ${interval(suite.m2ptToBaseline)}`);
    if (suite.merged?.toBaseline)
      lines.push(`  mergedToBaseline ${interval(suite.merged.toBaseline)}, ${suite.merged.pairs} pairs of batch ${suite.merged.batch}`);
    if (suite.merged?.error) lines.push(`  merged failed: ${suite.merged.error}`);
    if (suite.intervalCoverage < 0.95)
      lines.push(
        `  ${suite.rounds} rounds are too few for 95 %: the intervals hold the median with ${Math.round(100 * suite.intervalCoverage)} %`,
      );
    if (suite.arithmetic) lines.push(arithmeticLine(suite.arithmetic));
    if (suite.agreement) lines.push(agreementLine(suite.agreement));
    lines.push('');
  }
  for (const key of ['dispatches', 'cpuMs'])
    if (report[key])
      lines.push(
        `${key}: ${Object.entries(report[key])
          .filter(([, value]) => value !== undefined)
          .map(([row, value]) => `${row} ${number(value)}`)
          .join(', ')}`,
      );
  return lines;
}

function rowLine(row, { absent, error, ms, times, dispatches, cpuMs }) {
  if (absent) return `  ${row}: absent, ${absent}`;
  if (error) return `  ${row}: failed, ${error}`;
  const counted = dispatches ? `, ${dispatches} dispatches, ${number(cpuMs)} ms of JavaScript` : '';
  return `  ${row}: ${number(ms)} ms [${number(Math.min(...times))}–${number(Math.max(...times))}]${counted}`;
}

function arithmeticLine({ error, ours, stock, matmulCeiling, copyCeiling }) {
  if (error) return `  ceilings of the device: failed, ${error}`;
  const tera = (value) => (value === undefined ? '–' : `${number(value / 1e12)} TFLOP/s`);
  return `  arithmetic: ours ${tera(ours)}, stock ${tera(stock)}; a large product reaches ${tera(matmulCeiling)}, a large copy ${number(copyCeiling / 1e9)} GB/s`;
}

function kernelLines(kernel, ours, { speed0ToOurs }, agreement) {
  const times = Object.entries(ours).map(([row, { ms, error }]) => `${row} ${error ? `failed: ${error}` : `${number(ms)} ms`}`);
  const gain = speed0ToOurs ? `, speed0ToOurs ${interval(speed0ToOurs)}` : '';
  return [`  ${kernel}: ${times.join(', ')}${gain}${agreement?.agree === false ? ', values DIFFER' : ''}`];
}

function agreementLine({ with: reference, agree, apart, largestRelativeDifference }) {
  const worst = Math.max(...Object.values(largestRelativeDifference));
  return agree
    ? `  all compute the same as ${reference}: largest relative difference ${worst.toExponential(1)}`
    : `  NOT the same as ${reference}: ${apart.map((row) => `${row} differs by ${largestRelativeDifference[row].toExponential(1)}`).join(', ')}`;
}

function interval([middle, low, high]) {
  return `${number(middle)} [${number(low)}–${number(high)}]`;
}

function number(value) {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
