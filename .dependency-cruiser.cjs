/**
 * @file Who may import whom, on resolved paths, type imports included. docs/architecture.md says it in words.
 * Every rule has a file in test/canaries/ that breaks it: scripts/boundaries.mjs fails unless each one fires.
 */
const PAGE_PACKAGES = 'node_modules/(react|react-dom|recharts|zustand|uplot)/';

module.exports = {
  forbidden: [
    {
      name: 'core-knows-no-page',
      comment: 'The engine runs in a worker and in Node: it imports no app, no worker, no lab page.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/(app|worker|lab|main)' },
    },
    {
      name: 'react-stays-in-app',
      comment: 'Interface packages are for src/app and src/main.tsx.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app/|main\\.tsx$)' },
      to: { path: PAGE_PACKAGES },
    },
    {
      name: 'tfjs-through-one-door',
      comment: 'TensorFlow.js is imported in core/tensor and core/kernels only.',
      severity: 'error',
      from: { path: '^(src|gallery|e2e)/', pathNot: '^src/core/(tensor|kernels)/' },
      to: { path: 'node_modules/@tensorflow/' },
    },
    {
      name: 'kernels-know-no-models',
      comment: 'Kernels know shapes, never models.',
      severity: 'error',
      from: { path: '^src/core/kernels/' },
      to: { path: '^src/core/(?!kernels/|tensor/|errors\\.ts)' },
    },
    {
      name: 'tensor-is-the-bottom',
      comment: 'core/tensor stands on nothing of ours but errors, settings and types of the worker protocol.',
      severity: 'error',
      from: { path: '^src/core/tensor/' },
      to: { path: '^src/core/(?!tensor/|errors\\.ts|kernels/.*\\.test)' },
    },
    {
      name: 'models-know-no-training',
      comment: 'nn, tokenizers and m2pt do not know who trains or asks them.',
      severity: 'error',
      from: { path: '^src/core/(nn|tokenizers|m2pt)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/core/(train|inference|lab)/' },
    },
    {
      name: 'inference-knows-no-training',
      comment: 'Training and inference do not know each other; core/lab joins them.',
      severity: 'error',
      from: { path: '^src/core/inference/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/core/(train|lab)/' },
    },
    {
      name: 'training-knows-no-inference',
      comment: 'Training and inference do not know each other; core/lab joins them.',
      severity: 'error',
      from: { path: '^src/core/train/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/core/(inference|lab)/' },
    },
    {
      name: 'data-is-plain',
      comment: 'core/data uses settings, errors and the random numbers; nothing with tensors.',
      severity: 'error',
      from: { path: '^src/core/data/' },
      to: { path: '^src/core/', pathNot: '^src/core/(data/|errors\\.ts|tensor/rng\\.ts)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'config-imports-nothing',
      comment: 'Settings are plain values that anyone may use.',
      severity: 'error',
      from: { path: '^src/config/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/config/' },
    },
    {
      name: 'page-takes-values-from-few-places',
      comment: 'The page takes values from config, core/data, core/errors and the worker clients; elsewhere types only.',
      severity: 'error',
      from: { path: '^(src/(app|lab)/|src/main\\.tsx|gallery/)', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^src/(core|worker)/',
        pathNot:
          '^src/(core/(data/|errors\\.ts)|core/lab/statistics\\.ts|core/m2pt/(misfit|plain-shape|predict-memory|predict-time|record-form-of)\\.ts|core/checkpoint/hub-name\\.ts|worker/[^/]*client\\.ts)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'product-knows-no-tests',
      comment:
        'Tests, benchmarks, gallery and scripts may import src; never the reverse. The files of reference/project/ are text that exports carry.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(test|e2e|bench|gallery|scripts|reference)/', pathNot: '^reference/project/' },
    },
    {
      name: 'no-cycles',
      comment: 'Type imports count too.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'Import the file that owns the name.',
      severity: 'error',
      from: {},
      to: { path: '^src/.*index\\.tsx?$' },
    },
    {
      name: 'no-utils',
      comment: 'Name the thing.',
      severity: 'error',
      from: {},
      to: { path: '/(util|utils|helper|helpers|misc|common)\\.tsx?$' },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere would hide from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|raw|worker)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|models|public)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
