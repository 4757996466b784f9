/**
 * @file Runs WGSL programs of our own inside tfjs's command encoder, between its own operations and in order with them. The one file that
 * touches private fields of tfjs-backend-webgpu 4.22 (backend_webgpu.ts); everything else speaks of programs and tensors.
 *
 * Bindings of a program, in order: inputs (read-only storage), outputs (storage), and, if it has any, one uniform buffer. All tensors are
 * float32. Each dispatch passes through `encode` as a plain record (pipeline, bind group, workgroups), so that a list of them can be kept
 * and sent again; bindings are buffer, offset and size, so that a tensor may be a view of a larger buffer (offsets in multiples of 256).
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { PlaygroundError } from '../errors.ts';
import * as tf from './tf.ts';

/** A WGSL program. Two with the same text are one. */
export interface Program {
  /** What it computes, for messages: `layer norm, backward`. */
  name: string;
  /** Text with one entry point, `main`; bindings as this file's header says. */
  code: string;
}

export interface Run {
  program: Program;
  inputs: readonly tf.Tensor[];
  /** A shape makes a new tensor; a tensor is written in place (and must be no input). */
  outputs: readonly (readonly number[] | tf.Tensor)[];
  /** Contents of the uniform buffer, in multiples of 16 bytes. */
  uniforms?: Uint32Array;
  /** True where the uniforms differ from call to call (a learning rate): they are then not kept for the next one. */
  changing?: boolean;
  /** Workgroups in all. More than a dimension allows are folded into y: the program computes x + y·(groups in x) and checks its bounds. */
  workgroups: number;
}

/** What a command encoder needs to send one dispatch. */
interface Dispatch {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: readonly [x: number, y: number];
}

/** The fields of tfjs's backend that are used here; private in its types, plain properties in its module build. */
interface Internals {
  device: GPUDevice;
  queue: GPUQueue;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  uniformPendingDisposal: GPUBuffer[];
  dispatchCountInPass: number;
  bufferManager: { acquireBuffer(size: number, usage: number): GPUBuffer };
  tensorMap: { get(id: object): { dtype: string; values: unknown; resource?: unknown; refCount: number } };
  makeTensorInfo(shape: number[], dtype: string, values?: Float32Array): tf.TensorInfo;
  tensorToBinding(tensor: tf.TensorInfo): GPUBuffer | GPUBufferBinding;
  uploadToGPU(id: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** What is kept for one device; dies with it. */
interface DeviceCache {
  pipelines: Map<string, GPUComputePipeline>;
  layouts: Map<string, GPUBindGroupLayout>;
  /** Uniform buffers by content. */
  uniforms: Map<string, GPUBuffer>;
  failures: Map<string, PlaygroundError>;
  compiling: Set<Promise<void>>;
}

const caches = new WeakMap<GPUDevice, DeviceCache>();
const failureListeners = new Set<(failure: PlaygroundError) => void>();

/**
 * Runs `program` once. Inputs that are still on the CPU are uploaded.
 * @returns the outputs in order, new ones owned by the caller
 * @throws PlaygroundError `kernel-failed` when the program did not compile earlier, `kernel-dtype` when a buffer holds no floats,
 *   `kernel-limit` when the device allows fewer buffers or workgroups
 */
export function runProgram({ program, inputs, outputs, uniforms, changing = false, workgroups }: Run): tf.Tensor[] {
  const backend = internals();
  const results = outputs.map((output) => {
    if (output instanceof tf.Tensor) return output;
    return emptyTensor(output);
  });
  if (results.every(({ size }) => size === 0)) {
    for (const { dataId } of results) backend.tensorMap.get(dataId).values = new Float32Array(0);
    return results;
  }
  const cache = cacheOf(backend.device);
  const pipeline = pipelineOf(backend.device, cache, program, inputs.length, results.length, uniforms !== undefined);
  const bindings = [...inputs, ...results].map((tensor) => bindingOf(backend, program, tensor));
  if (uniforms) bindings.push({ buffer: uniformBuffer(backend, cache, uniforms, changing) });
  outputs.forEach((output) => {
    if (output instanceof tf.Tensor) forgetValues(backend, output);
  });
  const bindGroup = backend.device.createBindGroup({
    layout: layoutOf(backend.device, cache, inputs.length, results.length, uniforms !== undefined),
    entries: bindings.map((resource, binding) => ({ binding, resource })),
  });
  encode(backend, { pipeline, bindGroup, workgroups: fold(backend.device, program, workgroups) });
  return results;
}

/** A tensor of floats with any content, to be written by programs; owned by the caller. */
export function emptyTensor(shape: readonly number[]): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(internals().makeTensorInfo([...shape], 'float32'));
}

/** True when no other tensor shares this one's values, so that they may be changed in place. */
export function isSole(tensor: tf.Tensor): boolean {
  return internals().tensorMap.get(tensor.dataId).refCount === 1;
}

/** How many storage buffers one program may bind. */
export function storageBufferLimit(): number {
  return internals().device.limits.maxStorageBuffersPerShaderStage;
}

/** Waits until every program started so far is compiled. @throws PlaygroundError `kernel-failed` naming the first that is not */
export async function programsReady(): Promise<void> {
  const { compiling, failures } = cacheOf(internals().device);
  await Promise.all(compiling);
  for (const failure of failures.values()) throw failure;
}

/** Tells of programs that do not compile, on any device. @returns a function that ends it */
export function onProgramFailure(listener: (failure: PlaygroundError) => void): () => void {
  failureListeners.add(listener);
  return () => failureListeners.delete(listener);
}

function internals(): Internals {
  if (tf.getBackend() !== 'webgpu') throw new Error(`WGSL programs run on the webgpu backend; the current one is ${tf.getBackend()}.`);
  return tf.backend() as WebGPUBackend as unknown as Internals;
}

function cacheOf(device: GPUDevice): DeviceCache {
  let cache = caches.get(device);
  if (!cache) {
    cache = { pipelines: new Map(), layouts: new Map(), uniforms: new Map(), failures: new Map(), compiling: new Set() };
    caches.set(device, cache);
  }
  return cache;
}

function layoutOf(device: GPUDevice, cache: DeviceCache, inputs: number, outputs: number, uniforms: boolean): GPUBindGroupLayout {
  const key = `${inputs} ${outputs} ${uniforms}`;
  const known = cache.layouts.get(key);
  if (known) return known;
  const kind = (binding: number): GPUBufferBindingType => {
    if (binding < inputs) return 'read-only-storage';
    return binding < inputs + outputs ? 'storage' : 'uniform';
  };
  const layout = device.createBindGroupLayout({
    entries: Array.from({ length: inputs + outputs + (uniforms ? 1 : 0) }, (_, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: kind(binding) },
    })),
  });
  cache.layouts.set(key, layout);
  return layout;
}

/** Compiles on first use. Whether it succeeded is known later: a failure is told to the listeners, and the next call throws it. */
function pipelineOf(
  device: GPUDevice,
  cache: DeviceCache,
  program: Program,
  inputs: number,
  outputs: number,
  uniforms: boolean,
): GPUComputePipeline {
  const failure = cache.failures.get(program.code);
  if (failure) throw failure;
  const known = cache.pipelines.get(program.code);
  if (known) return known;
  const limit = device.limits.maxStorageBuffersPerShaderStage;
  if (inputs + outputs > limit) throw limitError(program, `${inputs + outputs} storage buffers`, limit);
  device.pushErrorScope('validation');
  const pipeline = device.createComputePipeline({
    label: program.name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layoutOf(device, cache, inputs, outputs, uniforms)] }),
    compute: { module: device.createShaderModule({ label: program.name, code: program.code }), entryPoint: 'main' },
  });
  const compiled = device.popErrorScope().then(
    (error) => {
      if (error) fail(cache, program, error.message);
    },
    () => undefined, // the device is lost: told elsewhere
  );
  cache.compiling.add(compiled);
  void compiled.finally(() => cache.compiling.delete(compiled));
  cache.pipelines.set(program.code, pipeline);
  return pipeline;
}

function fail(cache: DeviceCache, program: Program, reason: string): void {
  const failure = new PlaygroundError({
    code: 'kernel-failed',
    message: `The GPU driver does not accept the program “${program.name}”: ${reason}`,
    hint: 'Choose another backend, or update the browser and the graphics driver.',
  });
  cache.failures.set(program.code, failure);
  for (const tell of failureListeners) tell(failure);
}

function bindingOf(backend: Internals, program: Program, tensor: tf.Tensor): GPUBufferBinding {
  backend.uploadToGPU(tensor.dataId);
  // The tensor's own dtype may lie: a cast from int32 shares the buffer of integers.
  const { dtype } = backend.tensorMap.get(tensor.dataId);
  if (dtype !== 'float32') {
    throw new PlaygroundError({
      code: 'kernel-dtype',
      message: `“${program.name}” computes with float32, but a tensor of shape [${tensor.shape}] holds ${dtype}.`,
      hint: 'Make it from a Float32Array; a cast alone does not change what is in GPU memory.',
    });
  }
  backend.commandQueueOwnedIds.add(tensor.dataId); // its buffer is not given to others before the submit
  const binding = backend.tensorToBinding(tensor);
  return binding instanceof GPUBuffer ? { buffer: binding } : binding;
}

/** tfjs keeps what it once read of a tensor, even when the read ends after the change; this one is read anew each time. */
function forgetValues(backend: Internals, tensor: tf.Tensor): void {
  Object.defineProperty(backend.tensorMap.get(tensor.dataId), 'values', { get: () => null, set: () => undefined, configurable: true });
}

function uniformBuffer(backend: Internals, cache: DeviceCache, data: Uint32Array, changing: boolean): GPUBuffer {
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM;
  if (changing) {
    // From tfjs's pool, to which it returns at the submit: a write cannot overtake a dispatch that still needs the old content.
    const buffer = backend.bufferManager.acquireBuffer(data.byteLength, usage);
    backend.queue.writeBuffer(buffer, 0, data as Uint32Array<ArrayBuffer>);
    backend.uniformPendingDisposal.push(buffer);
    return buffer;
  }
  const key = data.join();
  let buffer = cache.uniforms.get(key);
  if (!buffer) {
    buffer = backend.device.createBuffer({ size: data.byteLength, usage });
    backend.queue.writeBuffer(buffer, 0, data as Uint32Array<ArrayBuffer>);
    cache.uniforms.set(key, buffer);
  }
  return buffer;
}

function fold(device: GPUDevice, program: Program, workgroups: number): [number, number] {
  const limit = device.limits.maxComputeWorkgroupsPerDimension;
  const y = Math.ceil(workgroups / limit);
  if (y > limit) throw limitError(program, `${workgroups} workgroups`, limit * limit);
  return [Math.ceil(workgroups / y), y];
}

function limitError(program: Program, wants: string, limit: number): PlaygroundError {
  return new PlaygroundError({
    code: 'kernel-limit',
    message: `“${program.name}” needs ${wants}; this GPU allows ${limit}.`,
    hint: 'Choose a smaller batch, or another backend.',
  });
}

/** Appends to tfjs's pass and submits as often as tfjs does. */
function encode(backend: Internals, { pipeline, bindGroup, workgroups }: Dispatch): void {
  backend.ensureCommandEncoderReady();
  backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass();
  backend.computePassEncoder.setPipeline(pipeline);
  backend.computePassEncoder.setBindGroup(0, bindGroup);
  backend.computePassEncoder.dispatchWorkgroups(...workgroups);
  backend.dispatchCountInPass += 1;
  if (backend.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}
