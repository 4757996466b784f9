/**
 * @file onnxruntime-web: inference on the same weights, through our ONNX export. It does not train, so it opens no step. It gets whole
 * pictures. Its WebAssembly files are served at `/ort/`; in Node they are read from its package.
 */
import * as ort from 'onnxruntime-web/webgpu';
import { defaultConfig } from '../../src/config/fields.ts';
import type { ExportFacts } from '../../src/core/export/export-facts.ts';
import { onnxFile } from '../../src/core/export/onnx/onnx-file.ts';
import type { TensorSource } from '../../src/core/export/tensor-source.ts';
import { type BenchModel, batchOf, modelOf, startOf } from '../models.ts';
import type { Backend, Engine } from './engine.ts';
import { timed, watchWebgpu } from './stopwatch.ts';

const opened = new Map<string, { session: ort.InferenceSession; run: () => Promise<ArrayLike<number>> }>();
let provider: Backend = 'wasm';

export const engine: Engine = {
  async start(backend) {
    watchWebgpu();
    provider = backend;
    ort.env.wasm.wasmPaths = new URL('/ort/', globalThis.location.href).href;
    ort.env.logLevel = 'error';
    return { adapter: '', software: false, rows: [{ name: 'onnx' }] };
  },
  async open(row, job) {
    if (job.kind === 'step') throw new Error('onnxruntime-web does not train');
    const model = modelOf(job.model);
    const session = await ort.InferenceSession.create(await exported(model), { executionProviders: [provider] });
    const { values } = batchOf(model, job);
    const { inChannels, inputSize } = model.config.tokenizer;
    const run = async () => {
      const pixels = new ort.Tensor('float32', values.slice(), [job.batch, inChannels, ...inputSize]);
      const { logits } = await session.run({ pixel_values: pixels });
      return (await logits!.getData()) as Float32Array;
    };
    opened.set(row, { session, run });
  },
  run: (row) => timed(() => ({ values: opened.get(row)!.run() })),
  async close(row) {
    await opened.get(row)?.session.release();
    opened.delete(row);
  },
};

async function exported(model: BenchModel): Promise<Uint8Array> {
  const sources: TensorSource[] = Object.entries(startOf(model)).map(([name, { shape, data }]) => ({
    name,
    shape,
    read: async () => data,
  }));
  const part = { id: 'bench', name: model.config.name, license: 'Apache-2.0', data: 'none', family: 'm2pt' } as const;
  const facts: ExportFacts = {
    runName: 'bench',
    encoder: model.config,
    classNames: Array.from({ length: model.classes }, (_, at) => `class ${at}`),
    seed: 1,
    run: defaultConfig('image'),
    dataset: { name: 'bench', samples: 0 },
    target: part,
    auxiliary: part,
    lambda: {},
    measured: { samples: 0, merged: 0, baseline: null },
    license: { id: 'Apache-2.0' } as ExportFacts['license'],
  };
  const file = onnxFile('model.onnx', facts, sources);
  const bytes = new Uint8Array(file.size);
  let at = 0;
  for await (const piece of file.parts()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
